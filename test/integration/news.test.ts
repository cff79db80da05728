import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import * as z from 'zod';
import {
  loanCreated,
  postEvents,
  put,
  raw,
  settle,
  startWithAna,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';
import { countRaw, erase, readCase } from '../support/rights.ts';

let network: TestNetwork;
let token: string;

beforeAll(async () => {
  ({ network, token } = await startWithAna());
});
afterAll(() => network.stop());

const Feed = z.object({
  items: z.array(z.looseObject({ id: z.string(), type: z.string(), patronRef: z.string() })),
});

async function outbox(as = token) {
  await settle(network);
  const { body } = await raw(`${network.baseUrl}/v1/outbox?limit=100`, { token: as });
  return Feed.parse(body).items;
}

const ack = (ids: string[]) =>
  raw(`${network.baseUrl}/v1/outbox/acks`, {
    method: 'POST',
    token,
    body: { ids, outcome: 'APPLIED' },
  });

async function oppose(channel: string): Promise<void> {
  const answer = await raw(`${network.baseUrl}/v1/patrons/koha:1042/consents/OVERDUE/${channel}`, {
    method: 'PUT',
    token: await tokenOf(network, { role: 'DESK', communes: ['*'] }),
    body: {
      decision: 'OPPOSED',
      act: 'ORAL_RECORDED',
      at: '2026-11-23T08:50:00+01:00',
      collectedBy: { type: 'STAFF', ref: 'accueil-1' },
    },
  });
  expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
}

describe('[RGT-05] what the library system must learn', () => {
  it('[NOT-05] waits with the ref it knows, until it has answered, and is then gone', async () => {
    await oppose('SMS');
    const [told] = await outbox();
    expect(told).toMatchObject({ type: 'consent.changed', patronRef: 'koha:1042' });
    const first = await ack([told?.id ?? '']);
    const again = await ack([told?.id ?? '']);
    expect([first.body['acknowledged'], again.body['acknowledged']]).toEqual([1, 0]);
    expect(await outbox()).toEqual([]);
  });

  it('[GOV-10] is not told to the library system of another commune', async () => {
    await oppose('EMAIL');
    const other = await tokenOf(network, { role: 'ILS', communes: ['montfort'] });
    expect(await outbox(other)).toEqual([]);
    expect(await outbox()).toHaveLength(1);
  });

  it('[RGT-03] an approved access case hands over what every plugin holds, in one file', async () => {
    await postEvents(network.as('ILS'), [loanCreated('x1')]);
    await raw(`${network.baseUrl}/v1/patrons/koha:1042/preference-link`, {
      method: 'POST',
      token: await tokenOf(network, { role: 'DESK', communes: ['*'] }),
    });
    const dpo = await tokenOf(network, { role: 'DPO', communes: ['*'] });
    const post = (path: string, body: object) =>
      raw(`${network.baseUrl}/v1/rights-requests${path}`, { method: 'POST', token: dpo, body });
    const opened = await post('', {
      kind: 'ACCESS',
      patronRef: 'koha:1042',
      requester: { type: 'SELF', ref: 'koha:1042' },
      receivedAt: '2026-11-23T08:30:00+01:00',
      channel: 'DESK',
    });
    const id = z.string().parse(opened.body['id']);
    const download = () =>
      fetch(`${network.baseUrl}/v1/rights-requests/${id}/export`, {
        headers: { authorization: `Bearer ${dpo}` },
      });
    expect((await download()).status).toBe(409);
    await post(`/${id}/verify`, { by: 'accueil-1' });
    await post(`/${id}/approve`, { by: 'dpo-1' });
    const answer = await download();
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const text = strFromU8(files['export.json'] ?? new Uint8Array());
    for (const held of ['ana@example.org', 'Germinal', 'OPPOSED', 'preference-link.issued'])
      expect(text).toContain(held);
  });

  it('[RGT-06] tells an erasure once, and the answer destroys the last key of the reader', async () => {
    await put(network.as('ILS'), 'koha:2000');
    const { id } = await erase(network, 'koha:2000');
    const told = (await outbox()).find(({ type }) => type === 'patron.erased');
    expect(told?.patronRef).toBe('koha:2000');
    expect((await readCase(network, id))['recipients']).toEqual([{ id: 'ILS', state: 'PENDING' }]);
    await ack([told?.id ?? '']);
    expect((await readCase(network, id))['recipients']).toEqual([{ id: 'ILS', state: 'ACKED' }]);
    expect((await outbox()).filter(({ type }) => type === 'patron.erased')).toEqual([]);
    expect(await countRaw(network, 'koha:2000')).toBe(0);
  });
});
