import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createTallies } from '#core/tally.ts';
import { createLedgerStore } from '../../../functions/consent/adapters/ledger-store.ts';
import { createSuppressions } from '../../../functions/consent/adapters/suppressions.ts';
import { forgetProofs } from '../../../functions/consent/app/forget-proofs.ts';
import { appendDecision } from '../../../functions/consent/app/record-decision.ts';
import { fold, type Decision } from '../../../functions/consent/domain/ledger.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;

beforeAll(async () => {
  ground = await openTestGround({ manifests: [rights, consent], now: '2026-12-01T10:00:00+01:00' });
});
afterAll(() => ground.stop());

const reader = { subjectRef: '0b6f7a52-5d3f-4c43-9d10-8a1f9f3c2b11', commune: 'montfort' };

async function say(at: string, purpose: string, decision: Decision): Promise<void> {
  ground.setNow(at);
  const runtime = ground.runtime();
  const recorded = await appendDecision(
    { runtime, ledger: createLedgerStore(runtime) },
    {
      subject: reader,
      actor: 'DESK:1',
      purpose,
      channel: 'EMAIL',
      decision,
      act: 'FORM_TICK',
      evidence: { occurredAt: runtime.clock.now().toString(), joint: false },
    },
  );
  if (!recorded.ok) throw new Error(recorded.problem.code);
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
const told = async () =>
  (await ledger().events(reader.subjectRef)).map(
    ({ purpose, decision }) => `${purpose} ${decision}`,
  );

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

describe('[RET-18] an opposed number', () => {
  it('is protected three years from the last refusal, then its hash goes with the sweep', async () => {
    ground.setNow('2027-06-15T10:00:00+02:00');
    await createSuppressions(ground.runtime()).add('+33612345699', ['OVERDUE']);
    ground.setNow('2028-02-29T10:00:00+01:00');
    await createSuppressions(ground.runtime()).add('+33612345699', ['HOLD']);
    expect(await stored('SUPPRESSED')).toBe(1);
    expect(await sweep('2030-06-16T00:10:00+02:00')).toEqual([]);
    const [line] = await sweep('2031-03-01T00:10:00+01:00');
    expect(line).toMatchObject({ rule: 'RET-18', found: 1, deleted: 1, recount: 0 });
    expect(await stored('SUPPRESSED')).toBe(0);
  });
});
