import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { IntakeOutcome } from '#core/contributions.ts';
import { createReadDeps } from '../../../functions/loans/container.ts';
import { createActivity } from '../../../functions/loans/provides.ts';
import { lifeOf } from '../../../functions/loans/domain/lifecycle.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  created,
  held,
  ilsOf,
  intake,
  linking,
  openLoansGround,
  returned,
  stored,
  subjectOf,
  text,
} from './ground.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
});
afterAll(() => ground.stop());

beforeEach(async () => {
  ground.setNow('2026-01-20T09:00:00+01:00');
  for (const { pk, sk } of await stored(ground)) {
    await ground.client.send(new DeleteItemCommand({ TableName: 'Loans', Key: { pk, sk } }));
  }
});

const reader = subjectOf('koha:1042');
const statuses = (outcomes: readonly IntakeOutcome[]) =>
  outcomes.map(({ status, errors }) => errors?.[0]?.code ?? status);

/** What the reader can see, in a function that has never seen these loans. */
async function shown() {
  const { circulation } = createReadDeps(ground.runtime());
  const [open, back, holds] = await Promise.all([
    circulation.open(reader.subjectRef, 'LOAN'),
    circulation.returned(reader.subjectRef),
    circulation.open(reader.subjectRef, 'HOLD'),
  ]);
  const summary = ({ commune, details, signs }: (typeof open)[number]) => ({
    commune,
    ...lifeOf(signs),
    ...details,
  });
  return { open: open.map(summary), returned: back.map(summary), holds: holds.map(summary) };
}

describe('the way of a loan through the intake', () => {
  it('[RET-01] answers a return with the end of its visibility', async () => {
    const apply = intake(ground.runtime());
    await apply(created(991));
    const [outcome] = await apply(returned(991));
    expect(outcome).toEqual({
      status: 'APPLIED',
      visibleUntil: '2026-05-31T23:59:59+02:00',
      purgeAt: '2026-06-01T00:00:00+02:00',
    });
  });

  it('[RET-01] gives the same state when the return arrives before the loan, in one batch or two', async () => {
    await intake(ground.runtime())(created(991), returned(991));
    const inOrder = await shown();
    await intake(ground.runtime())(returned(992), created(992, { id: 'koha-992-new' }));
    await intake(ground.runtime())(returned(993));
    const late = await intake(ground.runtime())(created(993));
    expect(statuses(late)).toEqual(['APPLIED']);
    expect(late[0]?.visibleUntil).toBe('2026-05-31T23:59:59+02:00');
    const all = await shown();
    expect(all.open).toEqual([]);
    const bare = all.returned.map(({ ref: _, sign: __, ...rest }) => rest);
    expect(bare).toHaveLength(3);
    expect(new Set(bare.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(inOrder.returned).toHaveLength(1);
  });

  it('applies each event once and says what is older than what stands', async () => {
    const apply = intake(ground.runtime());
    const renewed = (id: string, at: string, dueOn: string) => ({
      ...returned(991),
      id,
      type: 'loan.renewed',
      at,
      dueOn,
    });
    expect(statuses(await apply(created(991), created(991)))).toEqual(['APPLIED', 'DUPLICATE']);
    expect(statuses(await apply(renewed('r2', '2026-01-10T10:00:00+01:00', '2026-02-20')))).toEqual(
      ['APPLIED'],
    );
    expect(statuses(await apply(renewed('r1', '2026-01-08T10:00:00+01:00', '2026-02-10')))).toEqual(
      ['STALE'],
    );
    expect(statuses(await apply(renewed('r1', '2026-01-08T10:00:00+01:00', '2026-02-10')))).toEqual(
      ['DUPLICATE'],
    );
    expect(statuses(await intake(ground.runtime())(created(991)))).toEqual(['DUPLICATE']);
    expect((await shown()).open).toMatchObject([{ until: '2026-02-20', title: 'La Bête humaine' }]);
  });

  it('one bad event never fails the others', async () => {
    const outcomes = await intake(ground.runtime(), ilsOf('valserine'))(
      created(1, { library: 'elsewhere' }),
      created(2, { library: 'mf-centre' }),
      created(3, { patronRef: 'koha:x' }),
      created(4, { patronRef: 'koha:1040' }),
      created(5),
    );
    expect(statuses(outcomes)).toEqual([
      'UNKNOWN_LIBRARY',
      'NOT_FOUND',
      'UNKNOWN_PATRON',
      'ERASED',
      'APPLIED',
    ]);
  });

  it('[GOV-10] does not let one commune end the loans of another, before or after they are known', async () => {
    await intake(ground.runtime(), ilsOf('valserine'))(created(991));
    const foreign = intake(ground.runtime(), ilsOf('montfort'));
    expect(statuses(await foreign(returned(991, { library: 'mf-centre' })))).toEqual(['NOT_FOUND']);
    await foreign(returned(992, { library: 'mf-centre' }));
    await intake(ground.runtime(), ilsOf('valserine'))(created(992));
    expect((await shown()).open.map(({ ref }) => ref).toSorted()).toEqual(['koha:991', 'koha:992']);
  });

  it('[RET-06] a loan seen alive after its return is open again and expires no more', async () => {
    const apply = intake(ground.runtime());
    await apply(created(991), returned(991));
    await apply({
      ...returned(991),
      id: 'alive',
      type: 'loan.renewed',
      at: '2026-01-16T10:00:00+01:00',
      dueOn: '2026-02-20',
    });
    ground.setNow('2027-01-20T09:00:00+01:00');
    expect((await shown()).open).toMatchObject([{ ref: 'koha:991', until: '2026-02-20' }]);
  });

  it('[RET-04] stores no link for a return that is older than its own deadline', async () => {
    ground.setNow('2026-07-01T09:00:00+02:00');
    const [, outcome] = await intake(ground.runtime())(created(991), returned(991));
    expect(outcome).toMatchObject({ status: 'APPLIED', purgeAt: '2026-06-01T00:00:00+02:00' });
    expect(await shown()).toEqual({ open: [], returned: [], holds: [] });
    expect(linking(await stored(ground))).toEqual([]);
    expect(await createActivity(ground.runtime()).of(reader)).toEqual({
      openLoans: 0,
      lastLoanEnd: '2026-01-15',
    });
  });

  it('many functions at once apply every event of one loan exactly once', async () => {
    const events = [
      created(991),
      ...Array.from({ length: 8 }, (_, n) => ({
        ...returned(991),
        id: `ren-${String(n)}`,
        type: 'loan.renewed',
        at: `2026-01-0${String(n + 2)}T12:00:00+01:00`,
        dueOn: `2026-02-0${String(n + 1)}`,
      })),
    ];
    await Promise.allSettled(events.map((event) => intake(ground.runtime())(event)));
    await intake(ground.runtime())(...events);
    const [loan] = (await shown()).open;
    expect(loan).toMatchObject({ until: '2026-02-08', title: 'La Bête humaine' });
    const again = await intake(ground.runtime())(...events);
    expect(statuses(again)).toEqual(events.map(() => 'DUPLICATE'));
  });
});

describe('what the bytes tell', () => {
  it('[RET-05] [GOV-15] nothing stored names a document, and no returned loan names a reader', async () => {
    await intake(ground.runtime())(created(991), created(992), returned(992));
    const items = await stored(ground);
    for (const secret of ['Bête', 'Zola', 'koha:item', '5512', 'koha:99', 'koha-99']) {
      expect(text(items)).not.toContain(secret);
    }
    const mark = items.filter(({ state }) => text([state]).includes('RETURNED'));
    const back = [...mark, ...items.filter((item) => 'borrower' in item)];
    expect(back).toHaveLength(2);
    expect(text(back)).not.toContain(reader.subjectRef);
  });

  it('[RET-17] the log never learns of a loan', async () => {
    await intake(ground.runtime())(created(991), returned(991));
    expect(ground.logged.join('\n')).not.toMatch(/Zola|5512|koha/u);
  });
});

describe('holds', () => {
  const placed = held('hold.placed', {
    patronRef: 'koha:1042',
    title: 'Nana',
    pickupLibrary: 'vs-gare',
  });
  beforeEach(() => ground.setNow('2026-11-02T18:00:00+01:00'));

  it('a document found at once may be waiting before the hold is placed', async () => {
    const waiting = held('hold.waiting', {
      patronRef: 'koha:1042',
      itemRef: 'koha:item:9',
      at: '2026-11-02T09:59:59+01:00',
      pickupBy: '2026-11-12',
    });
    await intake(ground.runtime())(waiting);
    await intake(ground.runtime())(placed);
    expect((await shown()).holds).toMatchObject([
      { title: 'Nana', itemRef: 'koha:item:9', until: '2026-11-12' },
    ]);
  });

  it.each(['hold.filled', 'hold.cancelled', 'hold.expired'])(
    '[RET-07] %s removes the link at once',
    async (type) => {
      await intake(ground.runtime())(placed);
      expect((await shown()).holds).toHaveLength(1);
      await intake(ground.runtime())(held(type, { at: '2026-11-02T17:00:00+01:00' }));
      expect((await shown()).holds).toEqual([]);
      expect(linking(await stored(ground))).toEqual([]);
      expect(statuses(await intake(ground.runtime())(placed))).toEqual(['DUPLICATE']);
    },
  );

  it('[RET-07] an end that arrives first is not forgotten', async () => {
    await intake(ground.runtime())(held('hold.cancelled', { at: '2026-11-02T17:00:00+01:00' }));
    await intake(ground.runtime())(placed);
    expect((await shown()).holds).toEqual([]);
  });
});
