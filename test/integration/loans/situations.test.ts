import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Network, RetentionMode } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { createReadDeps, createSweep } from '../../../functions/loans/container.ts';
import { createActivity } from '../../../functions/loans/provides.ts';
import type { TestGround } from '../../support/runtime.ts';
import { created, intake, openLoansGround, returned, stored, subjectOf } from './ground.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
});
afterAll(() => ground.stop());

let number = 0;
/** A reader and a loan that no other test has; the test ground erases references that end in 0. */
function someone() {
  number += 1;
  const patronRef = `koha:${String(number)}1`;
  return { n: number, patronRef, subjectRef: subjectOf(patronRef).subjectRef };
}

const bourg = (changes: { zone?: string; mode?: RetentionMode }): Network => ({
  ...ground.network,
  communes: ground.network.communes.map((commune) =>
    commune.id === 'montfort' ? { ...commune, ...changes } : commune,
  ),
});
const here = (changes: { zone?: string; mode?: RetentionMode } = {}): Runtime =>
  ground.runtime({ network: bourg(changes) });

const seen = async (runtime: Runtime, subjectRef: string) => {
  const { circulation } = createReadDeps(runtime);
  const [open, back] = await Promise.all([
    circulation.open(subjectRef, 'LOAN'),
    circulation.returned(subjectRef),
  ]);
  return { open: open.length, returned: back.length };
};
const nothing = { open: 0, returned: 0 };

/** Items that lie with a period. */
const kept = async () => (await stored(ground)).filter((item) => 'borrower' in item).length;

/** Lent, then brought back at `at`; the answer of the return. */
async function bringBack(runtime: Runtime, at: string, who = someone()) {
  ground.setNow(at);
  const { n, patronRef } = who;
  const library = 'mf-centre';
  const lentAt = '2025-12-20T10:00:00+01:00';
  const outcomes = await intake(runtime)(
    created(n, { patronRef, library, at: lentAt }),
    returned(n, { library, at }),
  );
  return { ...who, purgeAt: outcomes[1]?.purgeAt ?? '', visibleUntil: outcomes[1]?.visibleUntil };
}

/** [return, purge instant]: `rules.md` §1.9 row by row, then other dates, zones and modes. */
const rows: readonly [string, string, { zone?: string; mode?: RetentionMode }?][] = [
  ['2026-01-15T12:00:00+01:00', '2026-06-01T00:00:00+02:00'],
  ['2026-01-31T12:00:00+01:00', '2026-06-01T00:00:00+02:00'],
  ['2026-02-01T12:00:00+01:00', '2026-07-01T00:00:00+02:00'],
  ['2026-06-15T12:00:00+02:00', '2026-11-01T00:00:00+01:00'],
  ['2026-10-31T12:00:00+01:00', '2027-03-01T00:00:00+01:00'],
  ['2027-10-31T12:00:00+01:00', '2028-03-01T00:00:00+01:00'],
  ['2028-02-29T12:00:00+01:00', '2028-07-01T00:00:00+02:00'],
  ['2026-11-15T12:00:00+01:00', '2027-04-01T00:00:00+02:00'],
  ['2026-12-01T12:00:00+01:00', '2027-05-01T00:00:00+02:00'],
  ['2026-06-30T23:59:59+02:00', '2026-11-01T00:00:00+01:00'],
  ['2026-07-01T00:15:00+02:00', '2026-12-01T00:00:00+01:00'],
  ['2026-08-14T12:00:00+02:00', '2026-12-15T00:00:00+01:00', { mode: 'ANNIVERSARY' }],
  ['2026-10-31T12:00:00+01:00', '2027-03-01T00:00:00+01:00', { mode: 'ANNIVERSARY' }],
  ['2026-08-14T12:00:00+02:00', '2026-12-13T00:00:00+01:00', { mode: 'DAYS_120' }],
  // 23 h in Paris is 1 May in Réunion; 8 h of 1 May is still 30 April in Tahiti.
  ['2026-04-30T23:00:00+02:00', '2026-09-01T00:00:00+02:00'],
  ['2026-04-30T23:00:00+02:00', '2026-10-01T00:00:00+04:00', { zone: 'Indian/Reunion' }],
  ['2026-05-01T08:00:00+02:00', '2026-09-01T00:00:00-10:00', { zone: 'Pacific/Tahiti' }],
];

describe('a return through the store', () => {
  it.each(rows)(
    '[RET-01] [RET-02] [RET-03] [RET-04] of %s is gone at %s',
    async (at, purgeAt, local = {}) => {
      const runtime = here(local);
      const { subjectRef, purgeAt: said } = await bringBack(runtime, at);
      expect(said).toBe(purgeAt);
      const end = Date.parse(purgeAt);
      ground.setNow(new Date(end - 1000).toISOString());
      expect(await seen(runtime, subjectRef)).toEqual({ open: 0, returned: 1 });
      const before = await kept();
      ground.setNow(purgeAt);
      expect(await seen(runtime, subjectRef)).toEqual(nothing);
      const reports = await createSweep(runtime).sweep(runtime.clock.now());
      const gone = before - (await kept());
      expect(gone).toBeGreaterThanOrEqual(1);
      expect(reports.every(({ recount }) => recount === 0)).toBe(true);
    },
  );
});

describe('returns that are not as they should be', () => {
  const now = '2026-03-10T09:00:00+01:00';
  const said = '2026-03-02T10:00:00+01:00';

  it('[RET-01] told weeks late, counts from the return, not from the news', async () => {
    ground.setNow(now);
    const { n, patronRef, subjectRef } = someone();
    await intake(here())(created(n, { patronRef }));
    ground.setNow('2026-04-20T09:00:00+02:00');
    const [outcome] = await intake(here())(returned(n, { at: said }));
    expect(outcome?.purgeAt).toBe('2026-08-01T00:00:00+02:00');
    expect(await seen(here(), subjectRef)).toEqual({ open: 0, returned: 1 });
  });

  it('[RET-01] [RET-05] corrected to an earlier month, leaves that much sooner and once only', async () => {
    ground.setNow(now);
    const { n, patronRef, subjectRef } = someone();
    const before = await kept();
    await intake(here())(created(n, { patronRef }), returned(n, { at: said }));
    const earlier = { id: `earlier-${String(n)}`, at: '2026-02-20T10:00:00+01:00' };
    const [outcome] = await intake(here())(returned(n, earlier));
    expect(outcome).toMatchObject({ status: 'APPLIED', purgeAt: '2026-07-01T00:00:00+02:00' });
    expect(await kept()).toBe(before + 1);
    expect(await seen(here(), subjectRef)).toEqual({ open: 0, returned: 1 });
    ground.setNow('2026-07-01T00:00:00+02:00');
    expect(await seen(here(), subjectRef)).toEqual(nothing);
  });

  it('[RET-01] corrected to a later day, keeps its first end', async () => {
    ground.setNow('2026-04-20T09:00:00+02:00');
    const { n, patronRef, subjectRef } = someone();
    await intake(here())(created(n, { patronRef }), returned(n, { at: said }));
    const later = { id: `later-${String(n)}`, at: '2026-04-02T10:00:00+02:00' };
    const [outcome] = await intake(here())(returned(n, later));
    expect(outcome).toMatchObject({ status: 'STALE', purgeAt: '2026-08-01T00:00:00+02:00' });
    ground.setNow('2026-08-01T00:00:00+02:00');
    expect(await seen(here(), subjectRef)).toEqual(nothing);
  });

  it('[RET-06] [RET-09] undone by the library system, is an open loan again and leaves its period', async () => {
    ground.setNow(now);
    const { n, patronRef, subjectRef } = someone();
    const before = await kept();
    await intake(here())(created(n, { patronRef }), returned(n, { at: said }));
    const alive = { id: `alive-${String(n)}`, type: 'loan.renewed', dueOn: '2026-04-20' };
    await intake(here())(returned(n, { ...alive, at: '2026-03-05T10:00:00+01:00' }));
    expect(await kept()).toBe(before);
    ground.setNow('2026-12-01T00:00:00+01:00');
    expect(await seen(here(), subjectRef)).toEqual({ open: 1, returned: 0 });
    const activity = await createActivity(here()).of({ subjectRef, commune: 'valserine' });
    expect(activity).toMatchObject({ openLoans: 1, lastLoanEnd: '2026-03-02' });
    ground.setNow('2026-12-02T09:00:00+01:00');
    const again = { id: `again-${String(n)}`, at: '2026-12-01T10:00:00+01:00' };
    const [outcome] = await intake(here())(returned(n, again));
    expect(outcome?.purgeAt).toBe('2027-05-01T00:00:00+02:00');
    expect(await seen(here(), subjectRef)).toEqual({ open: 0, returned: 1 });
  });

  it('[RET-02] in another commune and zone, keeps the clock of the library that lent it', async () => {
    const runtime = here({ zone: 'Indian/Reunion' });
    ground.setNow('2026-05-10T09:00:00+02:00');
    const { n, patronRef, subjectRef } = someone();
    await intake(runtime)(created(n, { patronRef, library: 'vs-centre' }));
    const at = '2026-04-30T23:00:00+02:00';
    const [outcome] = await intake(runtime)(returned(n, { library: 'mf-centre', at }));
    expect(outcome?.purgeAt).toBe('2026-09-01T00:00:00+02:00');
    expect(await seen(runtime, subjectRef)).toEqual({ open: 0, returned: 1 });
  });

  it('[RET-04] [RET-09] told after its own purge instant, stores a date and no link', async () => {
    ground.setNow('2026-03-10T09:00:00+01:00');
    const { n, patronRef, subjectRef } = someone();
    await intake(here())(created(n, { patronRef }));
    ground.setNow('2026-08-15T09:00:00+02:00');
    const before = await kept();
    const [outcome] = await intake(here())(returned(n, { at: said }));
    expect(outcome).toMatchObject({ status: 'APPLIED', purgeAt: '2026-08-01T00:00:00+02:00' });
    expect(await kept()).toBe(before);
    expect(await seen(here(), subjectRef)).toEqual(nothing);
    const activity = await createActivity(here()).of({ subjectRef, commune: 'valserine' });
    expect(activity).toEqual({ openLoans: 0, lastLoanEnd: '2026-03-02' });
  });

  it('[RET-04] repeated after the purge, is a mark and brings nothing back', async () => {
    ground.setNow('2026-03-10T09:00:00+01:00');
    const { n, patronRef, subjectRef } = someone();
    await intake(here())(created(n, { patronRef }), returned(n, { at: said }));
    ground.setNow('2026-08-01T00:00:00+02:00');
    await createSweep(here()).sweep(here().clock.now());
    await intake(here())(returned(n, { at: said }));
    expect(await seen(here(), subjectRef)).toEqual(nothing);
  });
});
