import { PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { IntakeStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { applyEvents } from '../../../functions/internet/app/apply-events.ts';
import { createIntakeDeps } from '../../../functions/internet/container.ts';
import { eventSchemas, type SessionEvent } from '../../../functions/internet/domain/session.ts';
import { contribute as erase } from '../../../functions/internet/handlers/erase.ts';
import { contribute as exportStep } from '../../../functions/internet/handlers/export.ts';
import { contribute as intake } from '../../../functions/internet/handlers/intake.ts';
import { contribute as sweepStep } from '../../../functions/internet/handlers/sweep.ts';
import { manifest as internet } from '../../../functions/internet/manifest.ts';
import { createSessionDisclosure, type Window } from '../../../functions/internet/provides.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { enrol, ilsOf, take } from '../../support/intake.ts';
import { namingCalls } from '../../support/calls.ts';
import { openTestGround, unrecorded, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;
let reader: { subjectRef: string; commune: string };
beforeEach(async () => {
  ground = await openTestGround({
    manifests: [internet, patrons, rights],
    now: '2026-11-21T20:00:00+01:00',
  });
  reader = await enrol(ground.runtime(), 'koha:1042');
});
afterEach(() => ground.stop());

const session = (n: number, more: object = {}) => ({
  id: `session-${String(n)}`,
  type: 'internet.session',
  at: '2026-11-21T16:00:00+01:00',
  library: 'vs-centre',
  sessionRef: `koha:session:${String(n)}`,
  patronRef: 'koha:1042',
  from: '2026-11-21T15:00:00+01:00',
  to: '2026-11-21T16:00:00+01:00',
  terminal: 'poste-4',
  ip: '192.0.2.17',
  deviceAddress: '00:1b:44:11:3a:b7',
  ...more,
});
const tell = (...events: { type: string }[]) => take(intake, ground.runtime(), events);

/** The network of a DPO who decided that identity must be asked for. */
const collecting: Contribute<IntakeStep<SessionEvent>> = (runtime) => {
  const deps = { ...createIntakeDeps(runtime), collectIdentity: true };
  return { schemas: eventSchemas, apply: (context, events) => applyEvents(deps, context, events) };
};
const tellNamed = (...events: { type: string }[]) => take(collecting, ground.runtime(), events);

const window = (more: Partial<Window> = {}): Window => ({
  commune: 'valserine',
  library: 'vs-centre',
  from: Temporal.Instant.from('2026-11-21T15:30:00+01:00'),
  to: Temporal.Instant.from('2026-11-21T15:31:00+01:00'),
  ...more,
});
const find = (more: Partial<Window> = {}) =>
  createSessionDisclosure(ground.runtime()).find(window(more));
async function refs(more: Partial<Window> = {}): Promise<string[]> {
  const found = await find(more);
  if (!found.ok) throw new Error(found.problem.code);
  return found.value.map(({ technical }) => technical.sessionRef).toSorted();
}

async function stored(): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await ground.client.send(
    new ScanCommand({ TableName: 'InternetSessions' }),
  );
  return Items.filter(({ pk }) => pk?.S !== 'DUE');
}
const categories = async () => (await stored()).map(({ category }) => category?.S).toSorted();
const sweep = () => sweepStep(ground.runtime()).sweep(ground.runtime().clock.now(), unrecorded);

describe('internet sessions', () => {
  it('[RET-19] [#14] by default says nothing of the reader, not even sealed', async () => {
    expect(await tell(session(1))).toEqual([
      { status: 'APPLIED', purgeAt: '2027-11-22T00:00:00+01:00' },
    ]);
    expect(await categories()).toEqual(['INTERNET_SECURITY', 'INTERNET_TECHNICAL']);
    const bytes = JSON.stringify(await stored(), (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const trace of ['koha:', 'poste-4', '192.0.2.17', '00:1b', reader.subjectRef])
      expect(bytes).not.toContain(trace);
    const [one] = (await find()).ok ? ((await find()) as { value: object[] }).value : [];
    expect(Object.keys(one ?? {}).toSorted()).toEqual(['security', 'technical']);
    const now = ground.runtime().clock.now();
    expect(await erase(ground.runtime()).count(reader)).toBe(0);
    expect(await exportStep(ground.runtime()).read(reader, now)).toEqual({ keptUnderYourName: 0 });
  });

  it('[RET-19] each kind of trace leaves on its own day: three months, one year, five years', async () => {
    await tellNamed(session(1));
    expect(await categories()).toEqual([
      'INTERNET_IDENTITY',
      'INTERNET_SECURITY',
      'INTERNET_TECHNICAL',
    ]);
    const leaves = async (last: string, first: string) => {
      ground.setNow(last);
      expect(await sweep()).toEqual([]);
      ground.setNow(first);
      return (await sweep()).map(({ rule, category, found, deleted, recount }) =>
        [rule, category, found, deleted, recount].join(' '),
      );
    };
    expect(await leaves('2027-02-21T23:59:59+01:00', '2027-02-22T00:00:00+01:00')).toEqual([
      'RET-19 INTERNET_SECURITY 1 1 0',
    ]);
    ground.setNow('2027-03-01T00:00:00+01:00');
    await sweep();
    expect(await leaves('2027-11-21T23:59:59+01:00', '2027-11-22T00:00:00+01:00')).toEqual([
      'RET-19 INTERNET_TECHNICAL 1 1 0',
    ]);
    ground.setNow('2027-12-01T00:00:00+01:00');
    await sweep();
    expect(await leaves('2031-11-21T23:59:59+01:00', '2031-11-22T00:00:00+01:00')).toEqual([
      'RET-19 INTERNET_IDENTITY 1 1 0',
    ]);
    expect(await stored()).toEqual([]);
  });

  it('[RET-19] [RET-04] a copy from before is noise once the day is over', async () => {
    await tell(session(1));
    const copy = await stored();
    ground.setNow('2027-11-22T00:00:00+01:00');
    expect(await refs()).toEqual([]);
    await sweep();
    for (const Item of copy)
      await ground.client.send(new PutItemCommand({ TableName: 'InternetSessions', Item }));
    ground.setNow('2027-05-01T00:00:00+02:00');
    expect(await refs()).toEqual([]);
  });

  it('takes a session once, and only what the list names', async () => {
    expect(await tell(session(1))).toMatchObject([{ status: 'APPLIED' }]);
    expect(await tell(session(1, { id: 'again' }))).toMatchObject([{ status: 'DUPLICATE' }]);
    const codes = async (more: object, caller = ilsOf('*')) => {
      const [outcome] = await take(intake, ground.runtime(), [session(2, more)], caller);
      return outcome?.errors?.map(({ code }) => code);
    };
    expect(await codes({ url: 'https://example.org' })).toEqual(['UNKNOWN_FIELD']);
    expect(await codes({ to: '2026-11-21T14:00:00+01:00' })).toEqual(['ENDS_BEFORE_IT_BEGINS']);
    expect(await codes({ library: 'nowhere' })).toEqual(['UNKNOWN_LIBRARY']);
    expect(await codes({}, ilsOf('montfort'))).toEqual(['NOT_FOUND']);
    expect(await categories()).toHaveLength(2);
  });

  it('[RET-19] of a session that is over a year old when it arrives, nothing is stored', async () => {
    const old = { from: '2025-11-20T15:00:00+01:00', to: '2025-11-20T16:00:00+01:00' };
    expect(await tell(session(1, old))).toMatchObject([{ status: 'APPLIED' }]);
    expect(await stored()).toEqual([]);
  });
});

describe('what a requisition may be answered with', () => {
  it('[DIS-02] the sessions of one window at one library, over midnight too, and no more', async () => {
    await tell(
      session(1),
      session(2, { library: 'vs-gare' }),
      session(3, { from: '2026-11-20T23:00:00+01:00', to: '2026-11-21T15:30:30+01:00' }),
      session(4, { from: '2026-11-21T17:00:00+01:00', to: '2026-11-21T18:00:00+01:00' }),
    );
    expect(await refs()).toEqual(['koha:session:1', 'koha:session:3']);
    expect(await refs({ commune: 'montfort' })).toEqual([]);
    const wide = await find({ to: Temporal.Instant.from('2026-11-22T15:30:01+01:00') });
    expect(wide.ok ? '' : wide.problem.rule).toBe('DIS-02');
  });

  it('[DIS-02] many sessions of a window are read in as many calls as one', async () => {
    const calls = async () => {
      const names: string[] = [];
      const answer = await createSessionDisclosure(
        ground.runtime({ instrument: namingCalls(names) }),
      ).find(window());
      return { names, found: answer.ok ? answer.value.length : 0 };
    };
    await tellNamed(session(1));
    const one = await calls();
    await tellNamed(...[2, 3, 4, 5, 6].map((n) => session(n)));
    const six = await calls();
    expect([one.found, six.found]).toEqual([1, 6]);
    expect(six.names).toEqual(one.names);
  });

  it('[DIS-02] [#14] one named reader’s session, where identity is collected', async () => {
    await enrol(ground.runtime(), 'koha:1043', { email: 'b@example.org' });
    await tellNamed(
      session(1),
      session(2, { patronRef: 'koha:1043' }),
      session(3, { patronRef: 'koha:404' }),
    );
    expect(await refs({ subjectRef: reader.subjectRef })).toEqual(['koha:session:1']);
    const step = erase(ground.runtime());
    expect([step.keptOn, await step.count(reader), await step.erase(reader)]).toEqual([
      'GDPR 17(3)(b)',
      1,
      0,
    ]);
  });
});
