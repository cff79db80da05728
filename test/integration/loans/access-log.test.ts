import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '#core/caller.ts';
import { readBorrowers } from '../../../functions/loans/app/read-borrowers.ts';
import { listLoans, readingList } from '../../../functions/loans/app/read-loans.ts';
import { createReadDeps, createSweep } from '../../../functions/loans/container.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  created,
  ils,
  intake,
  openLoansGround,
  returned,
  stored,
  subjectOf,
  text,
} from './ground.ts';

const patronRef = 'koha:1042';
const desk: Caller = { ...ils, sub: 'agent-7', communes: ['valserine'], roles: ['DESK'] };
const reader: Caller = { ...ils, sub: 'reader', communes: [], roles: ['PATRON'], patronRef };
let ground: TestGround;

beforeEach(async () => {
  ground = await openLoansGround('2026-11-21T09:00:00+01:00');
  await intake(ground.runtime())(
    created(1),
    created(2),
    returned(2, { at: '2026-11-20T10:00:00+01:00' }),
  );
});
afterEach(() => ground.stop());

function deps() {
  const located = { patronRef, ...subjectOf(patronRef), isErased: false };
  const people = {
    locate: () => Promise.resolve(located),
    read: () => Promise.resolve(undefined),
    readMany: () => Promise.resolve(new Map()),
  };
  return { ...createReadDeps(ground.runtime()), people };
}

const ask = (caller: Caller) => ({ patronRef, caller, now: ground.runtime().clock.now() });
const accesses = async () =>
  (await stored(ground)).filter(({ sk }) => text([sk]).includes('EVENT#'));

describe('the log of staff reads', () => {
  it('[GOV-10] [RET-17] says who read whose loans and when, and nothing of the loans', async () => {
    await listLoans(deps(), ask(desk));
    await readingList(deps(), ask(desk));
    await readBorrowers(deps(), { itemRef: 'koha:item:5512', caller: desk });
    const log = await accesses();
    expect(log.map(({ type }) => type)).toEqual(
      expect.arrayContaining([{ S: 'loans.read' }, { S: 'reading-list.printed' }]),
    );
    expect(text(log)).toContain('agent-7');
    expect(text(log)).not.toMatch(/Bête|Zola|5512|koha|LOAN/u);
    const fields = new Set(log.flatMap((item) => Object.keys(item)));
    for (const field of ['title', 'itemRef', 'loanRef', 'patronRef'])
      expect(fields).not.toContain(field);
  });

  it('does not watch readers who look at their own loans', async () => {
    expect(await listLoans(deps(), ask(reader))).toMatchObject({ ok: true });
    expect(await accesses()).toEqual([]);
  });

  it('[GOV-10] keeps the attempt of another commune, which learns nothing', async () => {
    const refused = await listLoans(deps(), ask({ ...desk, communes: ['les-essarts'] }));
    expect(refused).toMatchObject({ ok: false, problem: { status: 404 } });
    expect((await accesses()).map(({ type }) => type)).toEqual([{ S: 'loans.refused' }]);
  });

  it('[RET-17] is forgotten after six to twelve months', async () => {
    const sweep = () => createSweep(ground.runtime()).sweep(ground.runtime().clock.now());
    await listLoans(deps(), ask(desk));
    ground.setNow('2027-05-21T09:00:00+02:00');
    await sweep();
    expect(await accesses()).toHaveLength(1);
    ground.setNow('2027-11-22T00:00:00+01:00');
    expect(await sweep()).toContainEqual(
      expect.objectContaining({ rule: 'RET-17', category: 'ACCESS_LOG', deleted: 1 }),
    );
    expect(await accesses()).toEqual([]);
  });
});
