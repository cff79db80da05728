import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { askerOf } from '../../../infra/drill/caller.ts';
import { erase } from '../../../infra/drill/cases.ts';
import { fill, people } from '../../../infra/drill/people.ts';
import { invokerOf } from '../../../infra/drill/restore-drill.ts';
import type { Cloud } from '../../../infra/local/cloud.ts';
import { openClosed, startLocal } from '../../../infra/local/local.ts';
import { readMark } from '../../../infra/restore/mark.ts';
import {
  dataTables,
  putBack,
  replayAndLift,
  takeBackup,
  type Backup,
} from '../../../infra/restore/restore.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-restore-test-'));
const start = Temporal.Instant.from('2026-11-27T09:00:00+01:00');
const clock = { start, held: true };
let backup: Backup;
let cloud: Cloud & { stop(): Promise<void> };

beforeAll(async () => {
  const local = await startLocal({ dataFolder, clock });
  const ask = askerOf(local);
  const settle = () => local.background.drain();
  await fill(ask, 2);
  await settle();
  const place = { client: local.client, prefix: local.folder.tablePrefix };
  backup = await takeBackup(place, dataTables(local.inventory));
  await erase(ask, people.erased.patronRef, settle);
  await ask('ADMIN', 'POST /_local/clock', { now: '2026-12-01T09:00:00+01:00' });
  await settle();
  await local.stop();
  cloud = await openClosed({
    dataFolder,
    clock: { held: true },
    die: () => {
      throw new Error('power cut');
    },
  });
}, 120_000);
afterAll(async () => {
  await cloud.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const place = () => ({ client: cloud.client, prefix: cloud.ground.folder.tablePrefix });

/** Every item that is left, by its key; what a run names anew each time (events) is counted. */
async function end(): Promise<string[]> {
  const tables = await takeBackup(place(), [...backup.keys()]);
  return [...tables].flatMap(([table, items]) =>
    [...items.keys()].map((key) => `${table} ${key.replace(/EVENT#\w+/u, 'EVENT#')}`).toSorted(),
  );
}

const points = [
  'rights.replay.closed',
  'rights.replay.buried',
  'rights.replay.erased',
  'due.sweep.key-destroyed',
  'due.sweep.counted',
  'due.sweep.page-deleted',
  'due.sweep.recounted',
  'retention.sweep.step-recorded',
];

describe('a restore that dies on the way', () => {
  it('[RET-20] at any point stays shut, and run again ends as if it never had', async () => {
    await putBack(place(), backup);
    await replayAndLift(place(), invokerOf(cloud));
    const expected = await end();
    expect(expected.length).toBeGreaterThan(10);
    for (const point of points) {
      await putBack(place(), backup);
      expect(await cloud.setting.crash.arm({ point, after: 0 })).toBe(true);
      await expect(replayAndLift(place(), invokerOf(cloud))).rejects.toThrow('ended with FAILED');
      expect(await readMark(place())).toBeDefined();
      await replayAndLift(place(), invokerOf(cloud));
      expect(await readMark(place())).toBeUndefined();
      expect(await end()).toEqual(expected);
    }
  }, 120_000);

  it('[RET-20] while the copy is put back, is put back again', async () => {
    await putBack(place(), backup);
    await replayAndLift(place(), invokerOf(cloud));
    const expected = await end();
    // Half of the tables are older than the rest.
    await putBack(place(), new Map([...backup].slice(0, 4)));
    await putBack(place(), backup);
    await replayAndLift(place(), invokerOf(cloud));
    expect(await end()).toEqual(expected);
  }, 60_000);

  it('[RET-20] done twice ends as once', async () => {
    await putBack(place(), backup);
    await replayAndLift(place(), invokerOf(cloud));
    const expected = await end();
    const again = await invokerOf(cloud)('rights-replay', { tables: [...backup.keys()] });
    expect(again).toEqual({ erased: 1, deleted: 0, left: 0, closed: 0 });
    expect(await end()).toEqual(expected);
  }, 60_000);
});
