import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openDesk } from '../../support/desk.ts';
import { ask, enrol, notify, outbox, said } from '../../support/messages.ts';
import { loanCreated, postEvents } from '../../support/network.ts';

const { network, desk } = await openDesk();

const Choices = z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() }));
const Catalogue = z.array(z.object({ code: z.string(), consent: z.boolean() }));

const choice = (ref: string, purpose: string, channel: string) =>
  `/v1/patrons/${ref}/consents/${purpose}/${channel}`;

async function choicesOf(ref: string) {
  const { body } = await desk.get(`/v1/patrons/${ref}/consents?limit=100`);
  return Choices.parse(body['items']);
}

async function restingOnConsent(): Promise<Set<string>> {
  const { body } = await desk.get('/v1/purposes?limit=100');
  const all = Catalogue.parse(body['items']);
  return new Set(all.filter(({ consent }) => consent).map(({ code }) => code));
}

/** Says no to everything to which a no can be said. */
async function refuseEverything(ref: string): Promise<void> {
  const consented = await restingOnConsent();
  for (const { purpose, channel } of await choicesOf(ref)) {
    const no = consented.has(purpose) ? 'REFUSED' : 'OPPOSED';
    expect((await desk.put(choice(ref, purpose, channel), said(no))).status).toBe(200);
  }
}

const Loans = z.array(z.object({ loanRef: z.string(), state: z.string() }));

describe('[CON-05] refusing all that is optional', () => {
  const [refuser, silent] = ['koha:6201', 'koha:6202'] as const;

  it('leaves a card, as for who said nothing', async () => {
    for (const ref of [refuser, silent]) await enrol(network, ref, { enrolledOn: '2026-11-19' });
    await refuseEverything(refuser);
    const states = new Set((await choicesOf(refuser)).map(({ state }) => state));
    expect(states).toEqual(new Set(['REFUSED', 'OPPOSED']));
    const [card, other] = await Promise.all(
      [refuser, silent].map((ref) => desk.get(`/v1/patrons/${ref}`)),
    );
    expect([card?.status, other?.status]).toEqual([200, 200]);
    expect(Object.keys(card?.body ?? {})).toEqual(Object.keys(other?.body ?? {}));
  });

  it('leaves loans, renewals and holds, as for who said nothing', async () => {
    const borrow = (ref: string, n: number) => [
      loanCreated(n, { patronRef: ref, at: '2026-11-20T10:05:00+01:00', dueOn: '2026-12-18' }),
      {
        ...{ id: `renewed-${String(n)}`, type: 'loan.renewed', at: '2026-11-21T10:00:00+01:00' },
        ...{ patronRef: ref, library: 'vs-centre', dueOn: '2027-01-08' },
        ...{ loanRef: `koha:${String(n)}`, itemRef: `koha:item:${String(n)}` },
      },
      {
        ...{ id: `held-${String(n)}`, type: 'hold.placed', at: '2026-11-21T10:01:00+01:00' },
        ...{ patronRef: ref, library: 'vs-centre', holdRef: `koha:hold:${String(n)}` },
        ...{ title: 'La Peste', pickupLibrary: 'vs-centre' },
      },
    ];
    const outcomes = await postEvents(network.as('ILS'), [
      ...borrow(refuser, 8801),
      ...borrow(silent, 8802),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('APPLIED'));
    const { body } = await desk.get(`/v1/patrons/${refuser}/loans`);
    expect(Loans.parse(body['items'])).toMatchObject([{ loanRef: 'koha:8801', state: 'OPEN' }]);
  });

  it('a late loan is still reminded of, by the one way that was not opposed', async () => {
    const third = 'koha:6203';
    await enrol(network, third);
    for (const channel of ['EMAIL', 'SMS', 'PHONE'])
      await desk.put(choice(third, 'OVERDUE', channel), said('OPPOSED'));
    const { steps } = await notify(network, { purpose: 'OVERDUE', patronRef: third });
    expect(steps.map(({ channel, state }) => `${channel} ${state}`)).toContain(
      'POST QUEUED_LETTER',
    );
  });
});

describe('[RGT-08] an objection', () => {
  const ref = 'koha:6301';
  const codes = async (purpose: string, channel: string) =>
    (await ask(network, { patronRef: ref, purpose, channel })).codes;

  beforeAll(() => enrol(network, ref, { email: 'objects@example.org' }));

  it('to a service is recorded without a reason, and with one when the reader gives it', async () => {
    expect((await desk.put(choice(ref, 'HOLD', 'EMAIL'), said('OPPOSED'))).body).toMatchObject({
      state: 'OPPOSED',
    });
    const reason = { kind: 'LETTER', ref: 'courrier-2026-118' };
    await desk.put(choice(ref, 'SERVICE_INFO', 'EMAIL'), said('OPPOSED', { evidence: reason }));
    expect(await codes('HOLD', 'EMAIL')).toEqual(['OPPOSED']);
    expect(await codes('SERVICE_INFO', 'EMAIL')).toEqual(['OPPOSED']);
    const { body } = await desk.get(`${choice(ref, 'SERVICE_INFO', 'EMAIL')}/proof`);
    expect(body['events']).toMatchObject([{ decision: 'OPPOSED', evidence: reason }]);
  });

  it('to what rests on consent is absolute: it takes a yes back, and nobody asks why', async () => {
    await desk.put(choice(ref, 'NEWSLETTER', 'EMAIL'), said('GIVEN'));
    expect(await codes('NEWSLETTER', 'EMAIL')).toEqual([]);
    const no = said('OPPOSED', { at: '2026-11-23T08:50:00+01:00' });
    expect((await desk.put(choice(ref, 'NEWSLETTER', 'EMAIL'), no)).status).toBe(200);
    expect(await codes('NEWSLETTER', 'EMAIL')).toEqual(['OPPOSED']);
    const lifted = said('OPPOSITION_LIFTED', { at: '2026-11-23T08:55:00+01:00' });
    await desk.put(choice(ref, 'NEWSLETTER', 'EMAIL'), lifted);
    expect(await codes('NEWSLETTER', 'EMAIL')).toEqual(['NO_CONSENT']);
  });

  it('is one click at the foot of the message', async () => {
    await notify(network, { purpose: 'OVERDUE', patronRef: ref });
    const mail = (await outbox(network)).findLast(({ to }) => to === 'objects@example.org');
    const link = /https?:\S+\/u\/\S+/u.exec(mail?.text ?? '')?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(await codes('OVERDUE', 'EMAIL')).toEqual([]);
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams() })).status).toBe(200);
    expect(await codes('OVERDUE', 'EMAIL')).toEqual(['OPPOSED']);
  });
});
