import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { enrol, local, said, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
const seat = (role: string, communes = ['*']): Promise<Desk> => sitAt(network, { role, communes });

beforeAll(async () => {
  network = await startTestNetwork();
  await enrol(network, 'koha:9601', { mobile: '+33633000001' });
});
afterAll(() => network.stop());

const path = '/v1/outbox/discrepancies';
const Items = z.array(z.looseObject({ id: z.string() }));
const report = async (claims = seat('DPO')) => {
  await settle(network);
  return Items.parse((await (await claims).get(path)).body['items']);
};
const ack = async (ids: string[], outcome: string) =>
  (await seat('ILS')).post('/v1/outbox/acks', { ids, outcome });

describe('[NOT-05] [#70] what the library system did not take over', () => {
  let id = '';

  it('is nothing on the day itself', async () => {
    await local(network, 'inbound-sms', { from: '+33633000001', text: 'arret' });
    await moveTo(network, '2026-11-24T08:59:00+01:00');
    expect(await report()).toEqual([]);
  });

  it('is a STOP after a day, with the warning that reminders stop too, and without a name', async () => {
    await moveTo(network, '2026-11-24T09:01:00+01:00');
    const [late, ...more] = await report();
    expect(more).toEqual([]);
    expect(late).toMatchObject({
      type: 'consent.changed',
      purpose: '*',
      channel: 'SMS',
      state: 'OPPOSED',
      answer: 'NONE',
      warning: expect.stringContaining('relances par SMS'),
    });
    expect(late).not.toHaveProperty('patronRef');
    expect(late).not.toHaveProperty('subjectRef');
    id = late?.id ?? '';
  });

  it('[GOV-10] is shown to the DPO of that commune and to administrators alone', async () => {
    expect(await report(seat('DPO', ['montfort']))).toEqual([]);
    expect(await report(seat('ADMIN'))).toHaveLength(1);
    expect((await (await seat('DESK')).get(path)).status).toBe(403);
  });

  it('stays, for people to do, when the system says that it cannot; it is not told again', async () => {
    expect((await ack([id], 'IMPOSSIBLE')).body).toEqual({ acknowledged: 1 });
    expect(await report()).toMatchObject([{ id, answer: 'IMPOSSIBLE' }]);
    expect((await (await seat('ILS')).get('/v1/outbox')).body['items']).toEqual([]);
  });

  it('is empty again when all is confirmed', async () => {
    await ack([id], 'APPLIED');
    expect(await report()).toEqual([]);
    const desk = await seat('DESK');
    const opposed = said('OPPOSED', { at: '2026-11-24T09:00:00+01:00' });
    await desk.put('/v1/patrons/koha:9601/consents/HOLD/EMAIL', opposed);
    expect(await report()).toEqual([]);
  });
});

describe('[DIS-06] a guardian and the choices of a child', () => {
  const choices = (ref: string) => [
    `/v1/patrons/${ref}/consents`,
    `/v1/patrons/${ref}/consents/history`,
    `/v1/patrons/${ref}/consents/NEWSLETTER/EMAIL/proof`,
  ];
  const young = 'koha:9611';
  const teen = 'koha:9612';

  it('under fifteen: sees them all, and joins in writing; no staff record is made of it', async () => {
    const child = { category: 'CHILD', birthYear: undefined, guardian: { patronRef: 'koha:9601' } };
    await enrol(network, young, { ...child, birthDate: '2013-01-31', mobile: undefined });
    await enrol(network, teen, {
      ...child,
      category: 'TEEN',
      birthDate: '2011-01-31',
      mobile: undefined,
    });
    const parent = await sitAt(network, {
      role: 'GUARDIAN',
      communes: [],
      guardianOf: [young, teen],
    });
    const yes = said('GIVEN', {
      at: '2026-11-24T09:00:00+01:00',
      collectedBy: { type: 'GUARDIAN', ref: 'koha:9601' },
    });
    const written = await parent.put(`/v1/patrons/${young}/consents/NEWSLETTER/EMAIL`, yes);
    expect(written.body).toMatchObject({ state: 'PENDING_GUARDIAN' });
    for (const path of choices(young)) expect((await parent.get(path)).status).toBe(200);
    const asChild = { ...yes, collectedBy: { type: 'PATRON', ref: young } };
    expect((await parent.put(`/v1/patrons/${young}/consents/NEWSLETTER/SMS`, asChild)).status).toBe(
      422,
    );
  });

  it('from fifteen to seventeen: neither sees nor writes', async () => {
    const parent = await sitAt(network, {
      role: 'GUARDIAN',
      communes: [],
      guardianOf: [young, teen],
    });
    for (const path of choices(teen)) expect((await parent.get(path)).status).toBe(403);
    const no = said('REFUSED', { collectedBy: { type: 'GUARDIAN', ref: 'koha:9601' } });
    expect((await parent.put(`/v1/patrons/${teen}/consents/NEWSLETTER/EMAIL`, no)).status).toBe(
      403,
    );
  });

  it('[GOV-10] of somebody else’s child, or from another commune: absent', async () => {
    const stranger = await sitAt(network, {
      role: 'GUARDIAN',
      communes: [],
      guardianOf: ['koha:1'],
    });
    const elsewhere = await seat('DESK', ['les-essarts']);
    for (const path of choices(young))
      expect([(await stranger.get(path)).status, (await elsewhere.get(path)).status]).toEqual([
        404, 404,
      ]);
  });
});
