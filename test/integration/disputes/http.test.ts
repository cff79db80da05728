import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sitAt, type Desk } from '../../support/messages.ts';
import {
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  settle,
  startTestNetwork,
  type TestNetwork,
} from '../../support/network.ts';
import { countRaw, erase, readCase } from '../../support/rights.ts';

let network: TestNetwork;
let manager: Desk;
const path = '/v1/litigation-holds/lit-2026-7';
const input = (more: object = {}) => ({
  subject: { patronRef: 'koha:1042', loanRef: 'koha:1' },
  reason: 'Livre rendu mouillé, le lecteur conteste',
  reviewOn: '2027-04-30',
  author: 'Mme la directrice',
  ...more,
});

beforeAll(async () => {
  network = await startTestNetwork();
  manager = await sitAt(network, { role: 'MANAGER', communes: ['valserine'] });
  await put(network.as('ILS'), 'koha:1042');
  await postEvents(network.as('ILS'), [loanCreated(1), loanReturned(1)]);
});
afterAll(() => network.stop());

describe('litigation holds over HTTP', () => {
  it('[RET-06] demands a reason, an author and a review within six months, and says which is missing', async () => {
    for (const field of ['reason', 'author', 'reviewOn', 'subject']) {
      const answer = await manager.put(path, input({ [field]: undefined }));
      expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ field }]]);
    }
    const far = await manager.put(path, input({ reviewOn: '2027-05-24' }));
    expect(far).toMatchObject({ status: 422, body: { rule: 'RET-06' } });
    expect((await manager.get('/v1/litigation-holds')).body['items']).toEqual([]);
  });

  it('[RET-22] is put, listed, read and reviewed by those of the dispute, and by nobody else', async () => {
    const desk = await sitAt(network, { role: 'DESK', communes: ['valserine'] });
    expect((await desk.put(path, input())).status).toBe(403);
    const first = await manager.put(path, input());
    expect(first).toMatchObject({
      status: 201,
      body: { holdId: 'lit-2026-7', state: 'OPEN', overdue: false, reviewOn: '2027-04-30' },
    });
    expect((await manager.put(path, input())).status).toBe(200);
    expect(await manager.get(path)).toMatchObject({
      status: 200,
      body: { loan: { title: 'Germinal', returnedAt: '2026-11-20T16:04:00+01:00' } },
    });
    expect(await desk.get(path)).toMatchObject({ status: 403, body: { rule: 'RET-22' } });
    expect(await countRaw(network, 'dispute.refused')).toBeGreaterThan(0);
    expect((await desk.get('/v1/litigation-holds')).status).toBe(403);
    expect(await countRaw(network, 'Germinal')).toBe(0);
    const foreign = await sitAt(network, { role: 'MANAGER', communes: ['montfort'] });
    expect((await foreign.get(path)).status).toBe(404);
    expect((await foreign.post(`${path}/close`, { on: '2026-11-23' })).status).toBe(404);
    const dpo = await sitAt(network, { role: 'DPO', communes: ['valserine'] });
    const listed = await dpo.get('/v1/litigation-holds?commune=valserine&overdue=false');
    expect(listed.body['items']).toMatchObject([{ holdId: 'lit-2026-7' }]);
    expect(JSON.stringify(listed.body)).not.toContain('koha:');
    expect((await dpo.get('/v1/litigation-holds?overdue=maybe')).status).toBe(400);
  });

  it('[RET-11] [RGT-06] holds back an erasure, and who the reader is, until it is closed and gone', async () => {
    const { id, state, categories } = await erase(network, 'koha:1042');
    const waiting = categories.filter((one) => one.state === 'WAITING');
    expect(state).toBe('AWAITING_BLOCKER');
    expect(waiting.map(({ name, blocker }) => [name, blocker?.code]).toSorted()).toEqual([
      ['DISPUTES', 'DISPUTE'],
      ['IDENTITY', 'DISPUTE'],
    ]);
    const desk = await sitAt(network, { role: 'DESK', communes: ['valserine'] });
    const { body } = await desk.get('/v1/patrons/koha:1042');
    expect(body['blockers']).toContainEqual({
      ...{ code: 'DISPUTE', since: '2026-11-23', until: '2027-04-30', owner: 'valserine' },
    });
    expect(JSON.stringify(body)).not.toMatch(/Germinal|mouillé|lit-2026/u);
    expect(await manager.get(path)).toMatchObject({ body: { loan: { title: 'Germinal' } } });
    const end = await manager.post(`${path}/close`, { on: '2026-11-23' });
    expect(end).toMatchObject({
      status: 200,
      body: { state: 'CLOSED', closedOn: '2026-11-23', purgeAt: '2026-11-24T00:00:00+01:00' },
    });
    await moveTo(network, '2026-11-25T09:00:00+01:00');
    await settle(network);
    expect((await readCase(network, id)).state).toBe('COMPLETED');
    const runs = await (await sitAt(network, { role: 'DPO' })).get('/v1/retention-runs');
    expect(JSON.stringify(runs.body)).toContain('RET-06.DISPUTED_LOAN');
  });
});
