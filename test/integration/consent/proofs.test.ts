import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import { createTallies } from '#core/tally.ts';
import { createLedgerStore } from '../../../functions/consent/adapters/ledger-store.ts';
import { createSuppressions } from '../../../functions/consent/adapters/suppressions.ts';
import { forgetProofs } from '../../../functions/consent/app/forget-proofs.ts';
import { appendDecision } from '../../../functions/consent/app/record-decision.ts';
import { asOfToday } from '../../../functions/consent/domain/as-of-today.ts';
import { createNoticeStore } from '../../../functions/consent/adapters/notice-store.ts';
import { tellLapsed } from '../../../functions/consent/app/tell-lapsed.ts';
import {
  fold,
  type Act,
  type Channel,
  type Decision,
  type Evidence,
  type NoticePin,
} from '../../../functions/consent/domain/ledger.ts';
import { noMeanings } from '../../../functions/consent/domain/meaning.ts';
import { createPeople, type Patron } from '../../../functions/patrons/provides.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;

beforeAll(async () => {
  ground = await openTestGround({ manifests: [rights, consent], now: '2026-12-01T10:00:00+01:00' });
});
afterAll(() => ground.stop());

const reader = { subjectRef: '0b6f7a52-5d3f-4c43-9d10-8a1f9f3c2b11', commune: 'montfort' };

interface Said {
  readonly who?: typeof reader;
  readonly channel?: Channel;
  readonly act?: Act;
  readonly evidence?: Partial<Evidence>;
}

async function say(at: string, purpose: string, decision: Decision, more: Said = {}) {
  ground.setNow(at);
  const runtime = ground.runtime();
  const { who = reader, channel = 'EMAIL', act = 'FORM_TICK', evidence } = more;
  const occurredAt = runtime.clock.now().toString();
  const recorded = await appendDecision(
    { runtime, ledger: createLedgerStore(runtime) },
    {
      subject: who,
      actor: 'DESK:1',
      ...{ purpose, channel, decision, act },
      evidence: { occurredAt, joint: false, ...evidence },
    },
  );
  if (!recorded.ok) throw new Error(recorded.problem.code);
  return recorded.value.entry.state;
}

async function sweep(at: string) {
  ground.setNow(at);
  const runtime = ground.runtime();
  const deps = {
    runtime,
    ledger: createLedgerStore(runtime),
    suppressions: createSuppressions(runtime),
    tallies: createTallies(runtime, 'Consents'),
  };
  return (await forgetProofs(deps, runtime.clock.now())).filter(({ found }) => found > 0);
}

const ledger = () => createLedgerStore(ground.runtime());
const told = async ({ subjectRef } = reader) =>
  (await ledger().events(subjectRef)).map(({ purpose, decision }) => `${purpose} ${decision}`);

async function stored(prefix: string): Promise<number> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: 'Consents' }));
  return Items.filter(({ sk }) => String(sk).startsWith(prefix)).length;
}

describe('[RET-15] the proof of a consent', () => {
  it('is read to the last day of the fifth year after its end, and not after', async () => {
    await say('2026-12-01T10:00:00+01:00', 'NEWSLETTER', 'GIVEN');
    await say('2026-12-01T10:01:00+01:00', 'SURVEY', 'GIVEN');
    await say('2026-12-02T10:00:00+01:00', 'OVERDUE', 'OPPOSED');
    await say('2027-03-28T23:30:00+02:00', 'NEWSLETTER', 'WITHDRAWN');
    await say('2028-01-10T10:00:00+01:00', 'NEWSLETTER', 'GIVEN');
    ground.setNow('2032-03-28T23:59:59+02:00');
    expect(await told()).toHaveLength(5);
    ground.setNow('2032-03-29T00:00:00+02:00');
    expect(await told()).toEqual(['SURVEY GIVEN', 'OVERDUE OPPOSED', 'NEWSLETTER GIVEN']);
  });

  it('[RET-04] goes with the next sweep, counted in a line of the run; what was said stays as it stands', async () => {
    expect(await sweep('2032-03-28T12:00:00+02:00')).toEqual([]);
    expect(await sweep('2032-03-29T00:10:00+02:00')).toMatchObject([
      {
        rule: 'RET-15',
        commune: 'montfort',
        category: 'CONSENT_PROOF',
        found: 2,
        deleted: 2,
        recount: 0,
      },
    ]);
    expect(await stored('EVENT#')).toBe(3);
    expect(await sweep('2032-03-30T00:10:00+02:00')).toEqual([]);
    const { entries } = await ledger().read(reader.subjectRef);
    expect(
      Object.entries(entries)
        .map(([key, { state }]) => `${key} ${state}`)
        .toSorted(),
    ).toEqual(['NEWSLETTER|EMAIL GIVEN', 'OVERDUE|EMAIL OPPOSED', 'SURVEY|EMAIL GIVEN']);
    const rest = await ledger().events(reader.subjectRef);
    for (const key of ['NEWSLETTER|EMAIL', 'SURVEY|EMAIL'])
      expect(fold(rest).entries[key]?.eventId).toBe(entries[key]?.eventId);
  });

  it('a later no has its own five years; an objection to a service is no consent and stays proved', async () => {
    await say('2033-05-05T10:00:00+02:00', 'SURVEY', 'WITHDRAWN');
    expect(await sweep('2038-05-05T12:00:00+02:00')).toEqual([]);
    expect(await sweep('2038-05-06T00:10:00+02:00')).toMatchObject([{ found: 2, recount: 0 }]);
    expect(await told()).toEqual(['OVERDUE OPPOSED', 'NEWSLETTER GIVEN']);
    const { entries } = await ledger().read(reader.subjectRef);
    expect(entries['SURVEY|EMAIL']?.state).toBe('WITHDRAWN');
  });
});

describe('[RET-15] [NOT-04] a STOP', () => {
  const stopper = { subjectRef: '5a0c1f36-2f0b-4c7e-8f5e-0a4b1d2c3e44', commune: 'valserine' };

  it('ends each consent of its channel, and stays itself', async () => {
    const bySms = { who: stopper, channel: 'SMS' } as const;
    await say('2027-04-20T10:00:00+02:00', 'NEWSLETTER', 'GIVEN', bySms);
    await say('2027-04-20T10:01:00+02:00', 'NEWSLETTER', 'GIVEN', { who: stopper });
    await say('2027-09-30T18:02:00+02:00', '*', 'OPPOSED', { ...bySms, act: 'STOP_SMS' });
    expect(await sweep('2032-09-30T12:00:00+02:00')).toEqual([]);
    expect(await sweep('2032-10-01T00:10:00+02:00')).toMatchObject([{ found: 1, recount: 0 }]);
    expect(await told(stopper)).toEqual(['NEWSLETTER GIVEN', '* OPPOSED']);
    expect(await sweep('2032-10-02T00:10:00+02:00')).toEqual([]);
  });
});

describe('[RET-15] a consent that ended and nobody said no', () => {
  const child = { subjectRef: '7e1d7c0e-61f4-4b53-8a55-3f1f3c0b7d20', commune: 'valserine' };
  const record = (more: Partial<Patron>): Patron => ({
    ...child,
    ...{ patronRef: 'koha:31', library: 'vs-centre', category: 'TEEN' },
    name: { family: 'Nom', given: ['Prénom'] },
    language: 'fr',
    ...{ informed: [], source: 'ILS', state: 'ACTIVE' },
    ...{ quarantined: false, problems: [], invalidChannels: [], version: 1 },
    ...{ knownSince: '2027-09-01', clock: { lookOn: '2028-09-01' } },
    ...more,
  });

  async function tell(at: string, patron: Patron, meanings = noMeanings): Promise<number> {
    ground.setNow(at);
    const runtime = ground.runtime();
    const people = createPeople(runtime);
    const notices = createNoticeStore(runtime);
    return tellLapsed(
      { runtime, people, notices, ledger: createLedgerStore(runtime) },
      patron,
      meanings,
    );
  }

  /** Born on 11 February 2014: fifteen in 2029, the grace ends on 11 May. */
  const fourteen = record({ birthDate: '2014-02-11' });
  const grown = record({ birthYear: 2014 });

  it('[CON-07] is proved for five years from the end of the grace', async () => {
    const guardian = { act: 'FORM_TICK', at: '2027-09-02T08:00:00Z', ref: 'parent' } as const;
    const shared = { who: child, evidence: { joint: true, guardian } };
    expect(await say('2027-09-02T10:00:00+02:00', 'NEWSLETTER', 'GIVEN', shared)).toBe('GIVEN');
    expect(await tell('2029-05-10T01:00:00+02:00', fourteen)).toBe(0);
    expect(await tell('2029-05-11T01:00:00+02:00', fourteen)).toBe(1);
    ground.setNow('2034-05-11T23:59:59+02:00');
    expect(await told(child)).toEqual(['NEWSLETTER GIVEN']);
    ground.setNow('2034-05-12T00:00:00+02:00');
    expect(await told(child)).toEqual([]);
  });

  it('[CON-07] stays ended at eighteen, when the day of birth is forgotten, and is not told again', async () => {
    const at = '2032-02-12T01:00:00+01:00';
    expect(await tell(at, grown)).toBe(0);
    const today = Temporal.PlainDate.from('2032-02-12');
    const day = { birth: grown, today, commune: child.commune, meanings: noMeanings };
    const { entries } = asOfToday(await ledger().read(child.subjectRef), day);
    expect(entries['NEWSLETTER|EMAIL']?.state).toBe('EXPIRED');
  });

  it('[RET-04] goes with the sweep, is told once and swept once', async () => {
    const due = { ...child, ...{ rule: 'RET-15', found: 1, deleted: 1, recount: 0 } };
    const { subjectRef: _ref, ...line } = due;
    expect(await sweep('2034-05-11T12:00:00+02:00')).toEqual([]);
    expect(await sweep('2034-05-12T00:10:00+02:00')).toMatchObject([
      { ...line, category: 'CONSENT_PROOF' },
    ]);
    expect(
      await ledger().proofsDue(epochSeconds(Temporal.Instant.from('2034-05-13T00:00:00Z'))),
    ).toEqual([]);
    expect(await tell('2034-06-01T01:00:00+02:00', grown)).toBe(0);
  });

  it('[CON-09] the same from the day on which its text changed; the yes to the new text is another', async () => {
    const pin: NoticePin = { id: 'panel', version: 1, locale: 'fr', sha256: 'a'.repeat(64) };
    const read = (notice: NoticePin) => ({ who: child, evidence: { notice } });
    await say('2035-02-01T10:00:00+01:00', 'SURVEY', 'GIVEN', read(pin));
    const line = { purpose: 'SURVEY', controllers: [], texts: { 'panel#fr': 2 } };
    const meanings = { version: 1, lines: [line] };
    expect(await tell('2036-02-29T11:00:00+01:00', grown, meanings)).toBe(1);
    await say('2036-03-05T10:00:00+01:00', 'SURVEY', 'GIVEN', read({ ...pin, version: 2 }));
    expect(await sweep('2041-02-28T12:00:00+01:00')).toEqual([]);
    expect(await sweep('2041-03-01T00:10:00+01:00')).toMatchObject([{ found: 1, recount: 0 }]);
    expect(await told(child)).toEqual(['SURVEY GIVEN']);
  });
});
