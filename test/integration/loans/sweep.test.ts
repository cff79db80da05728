import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Runtime } from '#core/runtime.ts';
import { createReadDeps, createSweep } from '../../../functions/loans/container.ts';
import { createActivity } from '../../../functions/loans/provides.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  created,
  held,
  ils,
  intake,
  linking,
  openLoansGround,
  returned,
  stored,
  subjectOf,
  text,
} from './ground.ts';

const purge = '2026-06-01T00:00:00+02:00';
const reader = subjectOf('koha:1042');
let ground: TestGround;

beforeEach(async () => {
  ground = await openLoansGround('2026-02-20T09:00:00+01:00');
});
afterEach(() => ground.stop());

const sweep = (runtime: Runtime = ground.runtime()) =>
  createSweep(runtime).sweep(runtime.clock.now());
const visible = async () =>
  (await createReadDeps(ground.runtime()).circulation.returned(reader.subjectRef)).map(
    ({ details }) => details.ref,
  );

/** Two loans of the first deadline, one of the next, one still out, one from another commune. */
async function lend(): Promise<void> {
  await intake(ground.runtime())(
    ...[created(1), returned(1)],
    ...[created(2), returned(2, { at: '2026-01-31T18:00:00+01:00' })],
    ...[created(3), returned(3, { at: '2026-02-01T09:00:00+01:00' })],
    created(4),
    ...[created(5, { library: 'mf-centre' }), returned(5, { library: 'mf-centre' })],
  );
}

describe('the nightly sweep of loans', () => {
  it('[RET-04] shows a loan until the last second and to nobody from the next, swept or not', async () => {
    await lend();
    ground.setNow('2026-05-31T23:59:59+02:00');
    expect((await visible()).toSorted()).toEqual(['koha:1', 'koha:2', 'koha:3', 'koha:5']);
    ground.setNow(purge);
    expect(await visible()).toEqual(['koha:3']);
  });

  it('[RET-01] [RET-04] [RET-21] deletes what is due, and only that, and counts it without names', async () => {
    await lend();
    const before = await stored(ground);
    ground.setNow(purge);
    const reports = await sweep();
    expect(reports.map(({ due: _, ...line }) => line)).toEqual([
      {
        rule: 'RET-01',
        commune: 'montfort',
        category: 'LOAN_LINK',
        found: 1,
        deleted: 1,
        recount: 0,
        from: '2026-01-15',
        to: '2026-01-15',
      },
      {
        rule: 'RET-01',
        commune: 'valserine',
        category: 'LOAN_LINK',
        found: 2,
        deleted: 2,
        recount: 0,
        from: '2026-01-15',
        to: '2026-01-31',
      },
    ]);
    const kept = before.filter(
      (item) => 'sealed' in item && !/2026-01-(?:15|31)/u.test(text([item['on'] ?? ''])),
    );
    expect(kept).toHaveLength(2);
    const after = await stored(ground);
    expect(after.filter((item) => 'sealed' in item)).toHaveLength(2);
    for (const item of kept) expect(after).toContainEqual(item);
  });

  it('[RET-05] leaves a restored copy unreadable although the reader and their keys live', async () => {
    await intake(ground.runtime())(created(1), returned(1), created(4));
    const copy = (await stored(ground)).filter((item) => 'borrower' in item);
    expect(copy).toHaveLength(1);
    ground.setNow(purge);
    await sweep();
    for (const Item of copy) {
      await ground.client.send(new PutItemCommand({ TableName: 'Loans', Item }));
    }
    ground.setNow('2026-05-20T00:00:00+02:00'); // Even with the clock set back the key is gone.
    expect(await visible()).toEqual([]);
    expect(
      await createReadDeps(ground.runtime()).circulation.lastBorrowers(
        'koha:item:5512',
        'valserine',
        3,
      ),
    ).toEqual([]);
    expect(
      await createReadDeps(ground.runtime()).circulation.open(reader.subjectRef, 'LOAN'),
    ).toHaveLength(1);
  });

  it('[RET-05] [#7] the item forgets its borrowers on the same day', async () => {
    await intake(ground.runtime())(
      ...[created(1), returned(1)],
      ...[created(2, { patronRef: 'koha:1043' }), returned(2, { at: '2026-02-01T10:00:00+01:00' })],
      ...[created(3, { patronRef: 'koha:1044' }), returned(3, { at: '2026-02-10T10:00:00+01:00' })],
      ...[created(6, { patronRef: 'koha:1045' }), returned(6, { at: '2026-02-12T10:00:00+01:00' })],
    );
    const last = async () =>
      (
        await createReadDeps(ground.runtime()).circulation.lastBorrowers(
          'koha:item:5512',
          'valserine',
          3,
        )
      ).map(({ subjectRef }) => subjectRef);
    expect(await last()).toEqual(['subject-1045', 'subject-1044', 'subject-1043']);
    ground.setNow('2026-06-30T23:59:59+02:00');
    expect(await last()).toEqual(['subject-1045', 'subject-1044', 'subject-1043']);
    ground.setNow('2026-07-01T00:00:00+02:00');
    expect(await last()).toEqual([]);
  });

  it('[RET-06] never touches an open loan', async () => {
    await lend();
    ground.setNow('2031-01-01T00:00:00+01:00');
    await sweep();
    expect(
      await createReadDeps(ground.runtime()).circulation.open(reader.subjectRef, 'LOAN'),
    ).toHaveLength(1);
  });

  it('[RET-07] forgets a hold whose pick-up day passed without a word, like a loan returned that day', async () => {
    ground.setNow('2026-11-02T18:00:00+01:00');
    await intake(ground.runtime())(
      held('hold.placed', { patronRef: 'koha:1042', title: 'Nana' }),
      held('hold.waiting', { at: '2026-11-02T11:00:00+01:00', pickupBy: '2026-11-12' }),
    );
    ground.setNow('2027-04-01T00:00:00+02:00');
    expect(await sweep()).toMatchObject([
      { rule: 'RET-07', category: 'HOLD_LINK', found: 1, deleted: 1, recount: 0 },
    ]);
    expect(linking(await stored(ground))).toEqual([]);
  });

  it('[RET-09] keeps the date of the last return, without a title, after the loan is gone', async () => {
    await lend();
    ground.setNow(purge);
    await sweep();
    expect(await createActivity(ground.runtime()).of(reader)).toEqual({
      openLoans: 1,
      lastLoanEnd: '2026-02-01',
      oldestOpenSince: '2026-01-02',
    });
    ground.setNow('2026-07-01T00:00:00+02:00');
    await sweep();
    expect((await createActivity(ground.runtime()).of(reader)).lastLoanEnd).toBe('2026-02-01');
  });

  it('[RET-05] what led a reader to a forgotten loan is noise, and makes room for the next', async () => {
    const pointers = async () => {
      const states = (await stored(ground)).filter(({ pk }) => pk.S?.startsWith('READER#'));
      return states.flatMap(({ returned: set }) => set?.BS ?? []);
    };
    const borrow = async (from: number, count: number, at: string) => {
      const numbers = Array.from({ length: count }, (_, n) => from + n);
      const apply = intake(ground.runtime());
      await apply(...numbers.map((n) => created(n)));
      for (const n of numbers) await apply(returned(n, { at }));
    };
    await borrow(100, 40, '2026-01-15T16:04:00+01:00');
    const old = new Set((await pointers()).map((bytes) => Buffer.from(bytes).toString('hex')));
    expect(old.size).toBe(40);
    ground.setNow(purge);
    await sweep();
    const { circulation } = createReadDeps(ground.runtime());
    expect(await circulation.returned(reader.subjectRef)).toEqual([]);
    await borrow(200, 8, '2026-05-28T16:04:00+02:00');
    const left = (await pointers()).map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(left).toHaveLength(8);
    expect(left.filter((bytes) => old.has(bytes))).toEqual([]);
    expect(await circulation.returned(reader.subjectRef)).toHaveLength(8);
  });

  it('[RET-09] a function that dies before it has told the reader loses no last return', async () => {
    await intake(ground.runtime())(created(300));
    const dying = { conclude: () => Promise.reject(new Error('killed')) };
    const event = returned(300, { at: '2026-01-09T11:30:00+01:00' });
    await expect(intake(ground.runtime(), ils, dying)(event)).rejects.toThrow('killed');
    expect(await createActivity(ground.runtime()).of(reader)).toEqual({
      openLoans: 0,
      lastLoanEnd: '2026-01-09',
    });
    const { circulation } = createReadDeps(ground.runtime());
    expect(await circulation.returned(reader.subjectRef)).toHaveLength(1);
  });

  it('reports again what it did until a day has passed, then is done', async () => {
    await lend();
    ground.setNow(purge);
    const first = await sweep();
    ground.setNow('2026-06-01T18:00:00+02:00');
    expect(await sweep()).toEqual(first);
    ground.setNow('2026-06-02T00:00:00+02:00');
    expect(await sweep()).toEqual(first);
    expect(await sweep()).toEqual([]);
  });

  it('a night with nothing due costs one query', async () => {
    await lend();
    const commands: string[] = [];
    const counting: Runtime['instrument'] = (client) => {
      const { middlewareStack } = client as {
        middlewareStack: { add(middleware: unknown, options: object): void };
      };
      const middleware =
        (next: (args: object) => unknown, { commandName }: { commandName: string }) =>
        (args: object) => {
          commands.push(commandName);
          return next(args);
        };
      middlewareStack.add(middleware, { step: 'initialize' });
      return client;
    };
    await sweep(ground.runtime({ instrument: counting }));
    expect(commands).toEqual(['QueryCommand']);
  });
});
