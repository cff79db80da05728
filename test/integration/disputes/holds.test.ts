import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller, Role } from '#core/caller.ts';
import type { Result } from '#core/result.ts';
import { erasureStep, exportStep } from '../../../functions/disputes/app/person.ts';
import { closeHold, putHold } from '../../../functions/disputes/app/put-hold.ts';
import { listHolds, readHold } from '../../../functions/disputes/app/read-holds.ts';
import { sweepHolds } from '../../../functions/disputes/app/sweep.ts';
import {
  createDeps,
  createErasureDeps,
  createExportDeps,
  createSweepDeps,
} from '../../../functions/disputes/container.ts';
import { manifest as disputes } from '../../../functions/disputes/manifest.ts';
import { createSweep as createLoanSweep } from '../../../functions/loans/container.ts';
import { manifest as loans } from '../../../functions/loans/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';
import { created, intake, returned, stored, subjectOf, text } from '../loans/ground.ts';

const reader = subjectOf('koha:1042');
let ground: TestGround;

beforeEach(async () => {
  ground = await openTestGround({
    manifests: [disputes, loans, patrons, rights],
    now: '2026-03-02T09:00:00+01:00',
  });
  await intake(ground.runtime())(
    ...[created(1), returned(1, { at: '2026-02-27T16:04:00+01:00' })],
    created(2),
    ...[created(3, { library: 'mf-centre' }), returned(3, { library: 'mf-centre' })],
  );
});
afterEach(() => ground.stop());

const as = (role: Role, ...communes: string[]): Caller => ({
  sub: `${role}-1`,
  network: 'pays-de-valserine',
  communes: communes.length > 0 ? communes : ['*'],
  roles: [role],
  guardianOf: [],
});
const manager = as('MANAGER');

const deps = () => ({
  ...createDeps(ground.runtime()),
  people: {
    locate: (patronRef: string) =>
      Promise.resolve({ patronRef, ...subjectOf(patronRef), isErased: false }),
  },
});
const now = () => ground.runtime().clock.now();
const put = (holdId: string, n: number, more: object = {}) =>
  putHold(deps(), {
    holdId,
    subject: { patronRef: 'koha:1042', loanRef: `koha:${String(n)}` },
    reason: 'DVD rendu cassé, le lecteur conteste',
    reviewOn: '2026-08-31',
    author: 'Mme la directrice',
    caller: manager,
    now: now(),
    ...more,
  });
const close = (holdId: string, on: string, caller = manager) =>
  closeHold(deps(), { holdId, on, caller, now: now() });
const read = (holdId: string, caller = manager) => readHold(deps(), { holdId, caller, now: now() });
const list = (overdue?: boolean, caller = manager) =>
  listHolds(deps(), { caller, now: now(), ...(overdue !== undefined && { overdue }) });

/** Both steps of a night, in the order of the run. */
async function night(at: string) {
  ground.setNow(at);
  const runtime = ground.runtime();
  const reports = await sweepHolds(createSweepDeps(runtime));
  await createLoanSweep(runtime).sweep(now());
  return reports;
}

/** What the sweeps said to the alarm. */
const overdueReviews = () =>
  ground.logged.flatMap((line) => /"OverdueReviews":\d+/u.exec(line)?.[0] ?? []);

const status = (result: Result<unknown>) =>
  result.ok ? 'ok' : [result.problem.status, result.problem.code, result.problem.rule].join(' ');

describe('a litigation hold', () => {
  it('[RET-06] [RET-22] keeps its loan in a store of its own after the loan itself is forgotten', async () => {
    expect(await put('lit-1', 1)).toMatchObject({ ok: true, value: { isNew: true } });
    await night('2026-07-01T00:00:00+02:00');
    expect(await createSweepDeps(ground.runtime()).findLoan('koha:1')).toBeUndefined();
    expect(await read('lit-1')).toMatchObject({
      ok: true,
      value: {
        holdId: 'lit-1',
        state: 'OPEN',
        overdue: false,
        loan: { title: 'La Bête humaine', returnedAt: '2026-02-27T16:04:00+01:00' },
      },
    });
  });

  it('[RET-06] of a loan that is out keeps it whatever comes: a return, one with a date long past, or none', async () => {
    await put('lit-2', 2);
    await night('2026-04-01T12:00:00+02:00');
    // The library system says it when the legal date is over: nothing links in the live window any more.
    ground.setNow('2026-08-20T09:00:00+02:00');
    await intake(ground.runtime())(returned(2, { at: '2026-03-10T10:00:00+01:00' }));
    await night('2026-08-21T00:00:00+02:00');
    const held = await read('lit-2');
    expect(held).toMatchObject({ ok: true, value: { loan: { title: 'La Bête humaine' } } });
  });

  it('[RET-06] follows a return that is told or re-dated while the live window shows it', async () => {
    await put('lit-2', 2);
    await intake(ground.runtime())(returned(2, { at: '2026-03-01T10:00:00+01:00' }));
    await night('2026-03-02T12:00:00+01:00');
    expect(await read('lit-2')).toMatchObject({
      value: { loan: { returnedAt: '2026-03-01T10:00:00+01:00' } },
    });
    await intake(ground.runtime())(returned(2, { id: 'again', at: '2026-02-28T10:00:00+01:00' }));
    await night('2026-03-03T00:00:00+01:00');
    expect(await read('lit-2')).toMatchObject({
      value: { loan: { returnedAt: '2026-02-28T10:00:00+01:00' } },
    });
  });

  it('[DIS-03] [RET-01] has nothing to keep of what is forgotten; a preservation order in time is a hold', async () => {
    await put('ordre-1', 1, { reason: 'Réquisition du 28/06/2026', author: 'TJ Bourg, 26/412' });
    ground.setNow('2026-07-02T09:00:00+02:00');
    expect(status(await put('ordre-2', 1, { reviewOn: '2026-08-31' }))).toBe(
      '404 NOTHING_TO_HOLD RET-01',
    );
    expect(await read('ordre-1')).toMatchObject({ ok: true });
  });

  it('[RET-06] is about the loan of this reader, in a commune of the caller, under one id', async () => {
    expect(status(await put('x', 99))).toBe('404 NOTHING_TO_HOLD RET-01');
    const ofAnother = { subject: { patronRef: 'koha:77', loanRef: 'koha:1' } };
    expect(status(await put('x', 1, ofAnother))).toBe('404 NOTHING_TO_HOLD RET-01');
    expect(status(await put('x', 1, { caller: as('MANAGER', 'montfort') }))).toBe(
      '404 NOTHING_TO_HOLD RET-01',
    );
    await put('lit-1', 1);
    expect(status(await put('lit-1', 2))).toBe('409 OTHER_LOAN RET-06');
    expect(status(await close('lit-1', '2026-03-02', as('MANAGER', 'montfort')))).toBe(
      '404 NOT_FOUND ',
    );
  });

  it.each([
    ['today', '2026-03-02'],
    ['yesterday', '2026-03-01'],
    ['a day after six months', '2026-09-03'],
  ])('[RET-06] is not reviewed %s', async (_, reviewOn) => {
    expect(status(await put('lit-1', 1, { reviewOn }))).toBe('422 INVALID RET-06');
  });

  it('[RET-06] is reviewed at most six months later each time, by saying again why', async () => {
    await put('lit-1', 1, { reviewOn: '2026-09-02' });
    ground.setNow('2026-08-30T09:00:00+02:00');
    expect(status(await put('lit-1', 1, { reviewOn: '2027-03-01' }))).toBe('422 INVALID RET-06');
    const again = await put('lit-1', 1, { reviewOn: '2027-02-28', reason: 'Audience le 20/02' });
    expect(again).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await list()).toMatchObject([
      { openedOn: '2026-03-02', reviewOn: '2027-02-28', reason: 'Audience le 20/02' },
    ]);
  });

  it('[RET-06] whose review nobody made is listed, rings, and is never deleted by itself', async () => {
    await put('lit-1', 1, { reviewOn: '2026-06-15' });
    await night('2026-06-15T12:00:00+02:00');
    expect(await list(true)).toEqual([]);
    await night('2026-06-16T00:00:00+02:00');
    expect(overdueReviews()).toEqual(['"OverdueReviews":0', '"OverdueReviews":1']);
    await night('2028-06-16T00:00:00+02:00');
    expect(await list(true)).toMatchObject([{ holdId: 'lit-1', overdue: true }]);
    expect(await read('lit-1')).toMatchObject({ ok: true });
  });
});

describe('the end of a dispute', () => {
  it('[RET-06] [RET-21] purges the copy with the end of the day, bytes within the next, with a line without a name', async () => {
    await put('lit-1', 1);
    await night('2026-09-14T12:00:00+02:00');
    ground.setNow('2026-09-14T15:00:00+02:00');
    expect(await close('lit-1', '2026-09-14')).toMatchObject({ ok: true });
    expect(await close('lit-1', '2026-09-14')).toMatchObject({ ok: true });
    expect(status(await close('lit-1', '2026-09-13'))).toBe('409 HOLD_CLOSED RET-06');
    expect(status(await put('lit-1', 1))).toBe('409 HOLD_CLOSED RET-06');
    ground.setNow('2026-09-14T23:59:59+02:00');
    expect(await read('lit-1')).toMatchObject({ ok: true, value: { state: 'CLOSED' } });
    ground.setNow('2026-09-15T00:00:00+02:00');
    expect(status(await read('lit-1'))).toBe('404 NOT_FOUND ');
    expect(await night('2026-09-15T12:00:00+02:00')).toMatchObject([
      {
        rule: 'RET-06',
        commune: 'valserine',
        category: 'DISPUTED_LOAN',
        found: 1,
        deleted: 1,
        recount: 0,
        from: '2026-03-02',
        to: '2026-09-14',
      },
    ]);
    expect(text(await stored(ground, 'Disputes'))).not.toContain('HOLD#');
    expect(await night('2026-09-16T00:00:00+02:00')).toEqual([]);
  });

  it('[RET-01] [RET-06] before the date of the loan itself leaves it in the live window until then', async () => {
    await put('lit-1', 1);
    ground.setNow('2026-03-20T10:00:00+01:00');
    await close('lit-1', '2026-03-20');
    await night('2026-03-21T00:00:00+01:00');
    const find = createSweepDeps(ground.runtime()).findLoan;
    expect(await find('koha:1')).toBeDefined();
    await night('2026-07-01T00:00:00+02:00');
    expect(await createSweepDeps(ground.runtime()).findLoan('koha:1')).toBeUndefined();
  });

  it('[RET-06] is neither before the beginning nor in the future', async () => {
    await put('lit-1', 1);
    expect(status(await close('lit-1', '2026-03-01'))).toBe('422 INVALID RET-06');
    expect(status(await close('lit-1', '2026-03-03'))).toBe('422 INVALID RET-06');
  });

  it('[RET-06] [RET-21] killed after the deletion, the next sweep still tells of it, and only that one', async () => {
    await put('lit-1', 1);
    await close('lit-1', '2026-03-02');
    ground.setNow('2026-03-03T00:00:00+01:00');
    const killed = () => Promise.reject(new Error('killed'));
    const dying = sweepHolds(createSweepDeps(ground.runtime()), killed);
    await expect(dying).rejects.toThrow('killed');
    expect(text(await stored(ground, 'Disputes'))).not.toContain('HOLD#');
    expect(await night('2026-03-03T12:00:00+01:00')).toMatchObject([{ found: 1, recount: 0 }]);
    expect(await night('2026-03-04T00:00:00+01:00')).toEqual([]);
  });
});

describe('who sees a hold', () => {
  it('[RET-22] [GOV-10] not the desk, and its attempt is on record', async () => {
    await put('lit-1', 1);
    for (const role of ['DESK', 'LIBRARIAN', 'DPO'] as const)
      expect(status(await read('lit-1', as(role)))).toBe('403 ROLE_MAY_NOT RET-22');
    expect(await read('lit-1', as('REGISSEUR'))).toMatchObject({ ok: true });
    const log = (await stored(ground, 'Disputes')).flatMap(({ actor, type }) =>
      type ? [`${type.S ?? ''} ${actor?.S ?? ''}`] : [],
    );
    expect(log.toSorted()).toEqual([
      'dispute.opened MANAGER:MANAGER-1',
      'dispute.read REGISSEUR:REGISSEUR-1',
      'dispute.refused DESK:DESK-1',
      'dispute.refused DPO:DPO-1',
      'dispute.refused LIBRARIAN:LIBRARIAN-1',
    ]);
  });

  it('[RET-22] the DPO sees that it is there and until when, and no reader, loan or reason', async () => {
    await put('lit-1', 1);
    await put('lit-3', 3, { reviewOn: '2026-04-01' });
    expect(await list(undefined, as('DPO', 'valserine'))).toEqual([
      {
        holdId: 'lit-1',
        commune: 'valserine',
        openedOn: '2026-03-02',
        reviewOn: '2026-08-31',
        state: 'OPEN',
        overdue: false,
      },
    ]);
    expect((await list()).map(({ holdId }) => holdId)).toEqual(['lit-3', 'lit-1']);
  });

  it('[GOV-15] stores dates and opaque ids in the clear, and nothing of who, what and why', async () => {
    await put('lit-1', 1);
    const bytes = text(await stored(ground, 'Disputes'));
    for (const word of ['Bête', 'koha:', 'directrice', 'cassé']) expect(bytes).not.toContain(word);
  });
});

describe('the rights of the reader', () => {
  it('[RET-11] [RGT-06] an open hold blocks an erasure, with its date and owner, a closed one does not', async () => {
    await put('lit-1', 1);
    const step = () => erasureStep(createErasureDeps(ground.runtime()));
    expect(await step().blockers(reader, now())).toEqual([
      { code: 'DISPUTE', since: '2026-03-02', until: '2026-08-31', owner: 'valserine' },
    ]);
    expect(await step().count(reader)).toBe(1);
    await close('lit-1', '2026-03-02');
    expect(await step().blockers(reader, now())).toEqual([]);
    expect(await step().erase(reader)).toBe(1);
    expect(await step().count(reader)).toBe(0);
    expect(text(await stored(ground, 'Disputes'))).not.toContain('HOLD#');
  });

  it('[RGT-03] the reader sees that a hold is there, which loan and why', async () => {
    await put('lit-1', 1);
    const exported = await exportStep(createExportDeps(ground.runtime())).read(reader, now());
    expect(exported).toMatchObject([
      { holdId: 'lit-1', reviewOn: '2026-08-31', loan: { title: 'La Bête humaine' } },
    ]);
    expect(JSON.stringify(exported)).not.toContain('directrice');
  });
});
