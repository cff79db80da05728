import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { makeProbeTree, startProbe, storedIn } from './support.ts';

const tree = makeProbeTree();
const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-data-'));

afterAll(() => {
  tree.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

const open = (reset = false) =>
  startProbe(tree.root, { dataFolder, inMemory: false, reset, clock: { held: true } });

it('keeps items, keys, the clock and what has run over a restart; a reset starts clean', async () => {
  const first = await open();
  await first.send('POST', '/v1/changes', { do: 'put', text: 'gardé' });
  await first.send('POST', '/_local/clock', { advance: 'P1D' });
  const { keys } = first.local.identity.jwks;
  await first.local.folder.markLoaded();
  await first.local.stop();

  const second = await open();
  expect(second.local.clock.now().toString()).toBe('2026-11-24T08:00:00Z');
  expect(second.local.identity.jwks.keys).toEqual(keys);
  expect(second.local.folder.isLoaded()).toBe(true);
  expect((await storedIn(second)).things).toHaveLength(1);
  await second.send('POST', '/_local/clock', { now: '2026-11-23T09:00:00+01:00' });
  const { ran } = await second.move({ advance: 'P1D' });
  expect(ran.filter(({ schedule }) => schedule === 'probe-nightly')).toEqual([]);
  await second.local.stop();

  const third = await open(true);
  expect(third.local.clock.now().toString()).toBe('2026-11-23T08:00:00Z');
  expect(third.local.folder.isLoaded()).toBe(false);
  expect((await storedIn(third)).things).toEqual([]);
  await third.local.stop();
});

it('keeps its keys to its owner', async () => {
  const probe = await open();
  expect(statSync(join(dataFolder, 'keys/identity.json')).mode & 0o077).toBe(0);
  await probe.local.stop();
});

it('runs two networks side by side, each with its own data', async () => {
  const [one, two] = await Promise.all([startProbe(tree.root), startProbe(tree.root)]);
  await one.send('POST', '/v1/changes', { do: 'put' });
  expect((await storedIn(two)).things).toEqual([]);
  expect((await storedIn(one)).things).toHaveLength(1);
  await Promise.all([one.local.stop(), two.local.stop()]);
});
