import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../infra/local/engine.ts';
import {
  loanCreated,
  postEvents,
  put,
  raw,
  startTestNetwork,
  tokenOf,
} from '../support/network.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'discretion-fault-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the engine stops in the middle of a batch', () => {
  it('answers 503 with Retry-After, and the same batch later loses nothing and repeats nothing', async () => {
    const events = Array.from({ length: 300 }, (_, n) => loanCreated(n));
    const engineFolder = join(folder, 'engine');
    const dataFolder = join(folder, 'data');
    await mkdir(engineFolder);

    const engine = await startEngine({ folder: engineFolder });
    const network = await startTestNetwork({ engineEndpoint: engine.endpoint, dataFolder });
    const token = await tokenOf(network, { role: 'ILS', communes: ['*'] });
    await put(network.as('ILS'), 'koha:1042');
    await postEvents(network.as('ILS'), events.slice(0, 50));
    const inFlight = raw(`${network.baseUrl}/v1/ils-events`, {
      method: 'POST',
      token,
      body: { events },
    });
    await engine.stop();
    const answer = await inFlight;
    await network.stop();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/u);

    const revived = await startEngine({ folder: engineFolder });
    const later = await startTestNetwork({ engineEndpoint: revived.endpoint, dataFolder });
    const outcomes = await postEvents(later.as('ILS'), events);
    const statuses = new Set(outcomes.map(({ status }) => status));
    const loans = await raw(`${later.baseUrl}/v1/patrons/koha:1042/loans?limit=200`, {
      token: await tokenOf(later, { role: 'ILS', communes: ['*'] }),
    });
    await later.stop();
    await revived.stop();
    expect([...statuses].sort()).toEqual(expect.arrayContaining(['DUPLICATE']));
    expect(outcomes.filter(({ status }) => !['APPLIED', 'DUPLICATE'].includes(status))).toEqual([]);
    expect(loans.status).toBe(200);
  });
});
