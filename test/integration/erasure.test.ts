import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  raw,
  settle,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';
import { countRaw, erase, readCase } from '../support/rights.ts';

let network: TestNetwork;
afterEach(() => network.stop());

const patron = async (ref = 'koha:1042') =>
  raw(`${network.baseUrl}/v1/patrons/${ref}`, {
    token: await tokenOf(network, { role: 'ILS', communes: ['*'] }),
  });

const traces = [
  'Nguyên',
  'ana@example.org',
  '+33612345678',
  'koha:1042',
  '3 rue du Bac',
  'Germinal',
];

describe('[RGT-06] an erasure on request', () => {
  it('[GOV-15] [RET-05] leaves no byte of the person in store, queues, logs and files, and nothing to read', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042');
    await put(
      network.as('ILS'),
      'koha:1043',
      ana({ name: { family: 'Benali' }, email: 'b@example.org', mobile: '+33611111111' }),
    );
    await postEvents(network.as('ILS'), [loanCreated(1), loanReturned(1)]);

    const done = await erase(network, 'koha:1042');
    expect(done.state).toBe('COMPLETED');
    expect(done.categories.map(({ name, state, recount }) => [name, state, recount])).toEqual(
      done.categories.map(({ name }) => [name, 'ERASED', 0]),
    );
    expect(done.categories.find(({ name }) => name === 'IDENTITY')?.found).toBeGreaterThan(0);
    for (const trace of traces) expect([trace, await countRaw(network, trace)]).toEqual([trace, 0]);
    expect((await patron()).status).toBe(410);
    expect((await patron('koha:1043')).body['email']).toBe('b@example.org');
    expect([done.effectiveAt !== undefined, done.irreversibleAt !== undefined]).toEqual([
      true,
      true,
    ]);
  });

  it('a synchronisation does not bring the reader back, a new enrolment does, with another opaque ref', async () => {
    network = await startTestNetwork();
    const before = await put(network.as('ILS'), 'koha:1042');
    await erase(network, 'koha:1042');
    const again = await network
      .as('ILS')
      .call({ method: 'PUT', path: '/v1/patrons/koha:1042', body: ana(), answer: z.unknown() });
    expect(again.ok ? 200 : again.problem.status).toBe(410);
    const enrolled = await put(network.as('DESK'), 'koha:1042', ana({ source: 'FORM' }));
    expect(enrolled['subjectRef']).not.toBe(before['subjectRef']);
    expect((await patron()).status).toBe(200);
  });

  it('[RET-11] an open loan holds back the loan and who has it, and the daily run finishes when it is returned', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042');
    await postEvents(network.as('ILS'), [loanCreated(1), loanReturned(1), loanCreated(2)]);

    const partial = await erase(network, 'koha:1042');
    expect(partial.state).toBe('AWAITING_BLOCKER');
    const stateOf = (name: string) => partial.categories.find((one) => one.name === name);
    expect(stateOf('IDENTITY')).toMatchObject({ state: 'WAITING', blocker: { code: 'OPEN_LOAN' } });
    expect(partial.categories.some(({ state, found }) => state === 'ERASED' && found > 0)).toBe(
      true,
    );
    expect((await patron()).status).toBe(200);

    await postEvents(network.as('ILS'), [loanReturned(2)]);
    await moveTo(network, '2026-11-24T09:00:00+01:00');
    await settle(network);
    expect((await readCase(network, partial.id)).state).toBe('COMPLETED');
    expect((await patron()).status).toBe(410);
    for (const trace of traces) expect([trace, await countRaw(network, trace)]).toEqual([trace, 0]);
  });

  it('is for the commune of the reader alone: another commune’s officer finds nothing', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042');
    const token = await tokenOf(network, { role: 'DPO', communes: ['montfort'] });
    const body = {
      kind: 'ERASURE',
      patronRef: 'koha:1042',
      requester: { type: 'SELF', ref: 'koha:1042' },
      receivedAt: '2026-11-23T08:30:00+01:00',
      channel: 'DESK',
    };
    const answer = await raw(`${network.baseUrl}/v1/rights-requests`, {
      method: 'POST',
      token,
      body,
    });
    expect(answer.status).toBe(404);
  });
});

describe('Idempotency-Key', () => {
  it('same body → same answer; other body → 422', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042');
    const token = await tokenOf(network, { role: 'DPO', communes: ['*'] });
    const open = (channel: string) =>
      raw(`${network.baseUrl}/v1/rights-requests`, {
        method: 'POST',
        token,
        headers: { 'idempotency-key': 'k-1' },
        body: {
          kind: 'ERASURE',
          patronRef: 'koha:1042',
          requester: { type: 'SELF', ref: 'koha:1042' },
          receivedAt: '2026-11-23T08:30:00+01:00',
          channel,
        },
      });
    const first = await open('DESK');
    const second = await open('DESK');
    const other = await open('POST');
    expect([first.status, second.status, second.body['id']]).toEqual([201, 201, first.body['id']]);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
