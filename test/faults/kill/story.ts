import type { Ask } from '../../../infra/drill/caller.ts';
import { consent, must, newsletterOf, people } from '../../../infra/drill/people.ts';

const { expired, withdrawn, unchanged } = people;

/** Beside the loans of the drill: one thing of every kind that a night forgets, so that every step has work. */
export async function live(ask: Ask, settle: () => Promise<void>): Promise<void> {
  for (const { patronRef } of [withdrawn, unchanged])
    await must(ask('DESK', consentOf(patronRef, 'HISTORY_KEEP', 'PORTAL'), keeping));
  await must(ask('DESK', newsletterOf(withdrawn.patronRef), consent('WITHDRAWN')));
  await must(
    ask('DESK', consentOf(people.erased.patronRef, 'OVERDUE', 'EMAIL'), {
      ...consent('WITHDRAWN'),
      decision: 'OPPOSED',
    }),
  );
  const { body } = await must(ask('ILS', 'POST /v1/ils-events', { events }));
  if (/STALE|REJECTED|DUPLICATE/u.test(JSON.stringify(body))) throw new Error(JSON.stringify(body));
  const holdPath = '/v1/litigation-holds/kill-1';
  await must(
    ask('MANAGER', `PUT ${holdPath}`, {
      subject: { patronRef: expired.patronRef, loanRef: `${expired.patronRef}:11` },
      reason: 'Rendu mouillé',
      reviewOn: '2027-03-01',
      author: 'La directrice',
    }),
  );
  await must(ask('MANAGER', `POST ${holdPath}/close`, { on: '2026-11-27' }));
  await settle();
}

const consentOf = (patronRef: string, purpose: string, channel: string) =>
  `PUT /v1/patrons/${patronRef}/consents/${purpose}/${channel}`;

const keeping = { ...consent('GIVEN'), notice: { id: 'history-keep', version: 1, locale: 'fr' } };

const event = (type: string, more: object) => ({
  id: `kill-${type}`,
  type,
  at: '2026-11-21T10:00:00+01:00',
  patronRef: unchanged.patronRef,
  library: 'vs-centre',
  ...more,
});
const { library: _none, ...consulted } = event('archive.consulted', {
  site: 'vs-gare',
  documentRef: 'koha:fonds:7',
});
const {
  library: _no,
  patronRef: _nobody,
  ...inventory
} = event('inventory.done', {
  at: '2026-11-26T10:00:00+01:00',
  site: 'vs-gare',
});

const events = [
  event('hold.placed', { holdRef: 'koha:hold:1', title: 'Thérèse Raquin', pickupBy: '2026-12-30' }),
  event('hold.cancelled', { holdRef: 'koha:hold:1', at: '2026-11-22T10:00:00+01:00' }),
  event('debt.opened', { debtRef: 'koha:debt:1', amountCents: 730 }),
  event('debt.titled', {
    debtRef: 'koha:debt:2',
    titleRef: 'koha:titre:2',
    on: '2026-11-20',
    patronRef: expired.patronRef,
  }),
  event('debt.opened', {
    id: 'kill-debt-2',
    debtRef: 'koha:debt:2',
    amountCents: 1990,
    patronRef: expired.patronRef,
  }),
  event('internet.session', {
    sessionRef: 'koha:session:1',
    from: '2026-11-21T09:00:00+01:00',
    to: '2026-11-21T10:00:00+01:00',
    terminal: 'poste-2',
    ip: '192.0.2.44',
    deviceAddress: '00:1b:44:11:3a:b8',
  }),
  consulted,
  inventory,
];
