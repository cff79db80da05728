import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createVault } from '#core/vault/vault.ts';
import { createErasureDeps, createSweep } from '../../../functions/loans/container.ts';
import { holdsStep, openStep } from '../../../functions/loans/app/erase.ts';
import { closeMonths } from '../../../functions/statistics/app/close-months.ts';
import { createCloseDeps } from '../../../functions/statistics/container.ts';
import { meterUnits } from '../../bench/meter.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  created,
  held,
  ils,
  intake,
  openLoansGround,
  returned,
  stored,
  subjectOf,
  text,
} from '../loans/ground.ts';
import { close, loansOf, monthOf, restore } from './ground.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
});
afterAll(() => ground.stop());
beforeEach(async () => {
  await restore(ground, { Loans: [], Statistics: [] });
  ground.setNow('2026-01-20T09:00:00+01:00');
});

/** What the house sees of a month in Valserine, once it is counted. */
async function figures(month = '2026-01', at = '2026-02-12T04:00:00+01:00') {
  ground.setNow(at);
  await close(ground.runtime());
  const closed = await monthOf(ground.runtime(), 'valserine', month);
  const { LOANS, RENEWALS, RETURNS, HOLDS } = closed?.figures ?? {};
  return [LOANS, RENEWALS, RETURNS, HOLDS].map((row) => row?.total?.n ?? null);
}

const back = (n: number) => Array.from({ length: n }, (_, at) => returned(at));

const holdsOf = (n: number) =>
  Array.from({ length: n }, (_, at) =>
    held('hold.placed', {
      id: `hold-${String(at)}`,
      holdRef: `koha:hold:${String(at)}`,
      patronRef: `koha:${String(1000 + at)}1`,
      at: '2026-01-08T10:00:00+01:00',
    }),
  );

describe('[STA-02] what a library does is counted once', () => {
  it('however often, in whatever batches and at whatever moment it is said', async () => {
    const events = [...loansOf(20), ...back(15)];
    await Promise.allSettled([
      intake(ground.runtime())(...events),
      intake(ground.runtime())(...events.slice(3, 29)),
      intake(ground.runtime())(...events.toReversed()),
    ]);
    for (const event of events.toReversed()) await intake(ground.runtime())(event);
    await intake(ground.runtime())(...events);
    expect(await figures()).toEqual([20, null, 15, null]);
  });

  it.each(['announce', 'conclude'] as const)(
    'when the function dies at %s, and the batch comes again cut anew',
    async (step) => {
      const events = [...loansOf(20), ...back(15)];
      const dying = { [step]: () => Promise.reject(new Error('power cut')) };
      const apply = intake(ground.runtime(), ils, dying);
      await expect(apply(...events)).rejects.toThrow('power cut');
      await intake(ground.runtime())(...events.slice(0, 8));
      await intake(ground.runtime())(...events);
      expect(await figures()).toEqual([20, null, 15, null]);
    },
  );

  it('and not at all when the function dies before it is applied', async () => {
    const dying = ground.runtime({
      reached: (point) => {
        if (point === 'loans.intake.announced') throw new Error('power cut');
      },
    });
    await expect(intake(dying)(...loansOf(20))).rejects.toThrow('power cut');
    expect(await figures()).toEqual([null, null, null, null]);
  });

  it('and a refused event is not', async () => {
    await intake(ground.runtime())(
      ...loansOf(12),
      created(90, { patronRef: 'koha:x' }),
      created(91, { library: 'nowhere' }),
      created(92, { patronRef: 'koha:1040' }),
    );
    expect(await figures()).toEqual([12, null, null, null]);
  });

  it('where it was done, though nobody yet knows of the loan', async () => {
    await intake(ground.runtime())(...back(14));
    await intake(ground.runtime())(...loansOf(14));
    expect(await figures()).toEqual([14, null, 14, null]);
  });

  it('however the same return is said again, until the loan goes on', async () => {
    const again = (id: string, at: string) =>
      loansOf(12).map((_, n) => returned(n, { id: id + String(n), at }));
    const renewed = loansOf(12).map((_, n) => ({
      ...returned(n, { id: `on-${String(n)}`, at: '2026-01-16T10:00:00+01:00' }),
      ...{ type: 'loan.renewed', dueOn: '2026-02-20' },
    }));
    await intake(ground.runtime())(...loansOf(12), ...back(12));
    await intake(ground.runtime())(...again('later-', '2026-01-15T18:00:00+01:00'));
    await intake(ground.runtime())(...again('earlier-', '2026-01-14T18:00:00+01:00'));
    await intake(ground.runtime())(...renewed, ...again('end-', '2026-01-19T18:00:00+01:00'));
    expect(await figures()).toEqual([12, 12, 24, null]);
  });

  it('in the month of the clock of the commune', async () => {
    await intake(ground.runtime())(...loansOf(12, { at: '2025-12-31T23:30:00Z' }));
    expect(await figures()).toEqual([12, null, null, null]);
  });
});

describe('[STA-02] counting', () => {
  it('costs no write: a loan renewed five times takes one unit each time, and its reader one', async () => {
    const meter = meterUnits();
    const apply = intake(ground.runtime({ instrument: meter.instrument }));
    await apply(created(1, { title: 'Les Rougon-Macquart : histoire naturelle et sociale' }));
    for (const n of ['03', '05', '07', '09', '11'])
      await apply({
        ...returned(1, { id: `on-${n}`, at: `2026-01-${n}T10:00:00+01:00` }),
        ...{ type: 'loan.renewed', dueOn: '2026-02-20' },
      });
    const units = meter.units('write');
    expect(units.get('Loans')).toBe(7);
    expect(units.has('Statistics')).toBe(false);
  });
});

describe('[STA-02] a month that is counted', () => {
  it('stays as it is, whatever is said of it later', async () => {
    await intake(ground.runtime())(...loansOf(12));
    await figures();
    const before = await stored(ground, 'Statistics');
    const late = loansOf(14, { at: '2026-01-30T10:00:00+01:00' }).map((event, n) => ({
      ...event,
      id: `late-${String(n)}`,
      loanRef: `koha:late-${String(n)}`,
    }));
    await intake(ground.runtime())(...late);
    await close(ground.runtime());
    expect(await stored(ground, 'Statistics')).toEqual(before);
    expect(await figures('2026-01', '2026-03-12T04:00:00+01:00')).toEqual([12, null, null, null]);
  });

  it('is counted with the first that closes after it, however old, when older loans are taken over', async () => {
    expect(await figures('2025-12', '2026-01-20T04:00:00+01:00')).toEqual([null, null, null, null]);
    const old = ['2025-10', '2025-12'].flatMap((month) =>
      loansOf(12, { at: `${month}-05T10:00:00+01:00` }).map((event) => ({
        ...event,
        id: month + event.id,
        loanRef: `${event.loanRef}-${month}`,
      })),
    );
    await intake(ground.runtime())(...old);
    expect(await figures('2025-10')).toEqual([12, null, null, null]);
    expect(await figures('2025-12')).toEqual([12, null, null, null]);
  });

  it('costs no night afterwards more than one question', async () => {
    await intake(ground.runtime())(...loansOf(12));
    await figures();
    const acts = {
      all: () => {
        throw new Error('the loans were read again');
      },
    };
    const night = () => closeMonths({ ...createCloseDeps(ground.runtime()), acts });
    expect(await night()).toBe(0);
    ground.setNow('2026-03-11T00:59:00+01:00');
    expect(await night()).toBe(0);
    ground.setNow('2026-03-11T01:00:00+01:00');
    await expect(night()).rejects.toThrow('the loans were read again');
  });
});

describe('[STA-02] the figures are the same', () => {
  it('[RET-01] [RET-07] after the purge as before it', async () => {
    await intake(ground.runtime())(...loansOf(20), ...back(20), ...holdsOf(13));
    const ends = holdsOf(13).map(({ holdRef }, n) =>
      held('hold.cancelled', { id: `end-${String(n)}`, holdRef, at: '2026-01-19T10:00:00+01:00' }),
    );
    await intake(ground.runtime())(...ends);
    const before = await figures();
    expect(before).toEqual([20, null, 20, 13]);
    ground.setNow('2026-06-01T00:00:00+02:00');
    const [report] = await createSweep(ground.runtime()).sweep(ground.runtime().clock.now(), () =>
      Promise.resolve(),
    );
    expect(report).toMatchObject({ found: 20, recount: 0 });
    await restore(ground, { Statistics: [] });
    expect(await figures('2026-01', '2026-06-01T04:00:00+02:00')).toEqual(before);
  });

  it('[RET-07] [RGT-06] when all who borrowed have been erased: their marks are nobody’s', async () => {
    await intake(ground.runtime())(...loansOf(14), ...holdsOf(14));
    for (let n = 0; n < 14; n += 1) {
      const subject = subjectOf(`koha:${String(1000 + n)}1`);
      for (const step of [holdsStep, openStep]) {
        const { erase, count } = step(createErasureDeps(ground.runtime()));
        expect(await erase(subject)).toBeGreaterThan(0);
        expect(await count(subject)).toBe(0);
        expect(await erase(subject)).toBe(0);
      }
    }
    const left = await stored(ground);
    expect(left).toHaveLength(28);
    const told = ['commune', 'kind', 'pk', 'purgeAt', 'signs', 'sk', 'state', 'version'];
    for (const item of left) expect(Object.keys(item).toSorted()).toEqual(told);
    expect(await figures()).toEqual([14, null, null, 14]);
  });

  it('when the loans are put back from a copy and said again', async () => {
    await intake(ground.runtime())(...loansOf(20));
    const copy = await stored(ground);
    await intake(ground.runtime())(...back(16));
    await restore(ground, { Loans: copy });
    await intake(ground.runtime())(...loansOf(20), ...back(16));
    expect(await figures()).toEqual([20, null, 16, null]);
  });

  it('when the figures themselves are lost', async () => {
    await intake(ground.runtime())(...loansOf(20), ...back(16));
    const before = await figures();
    await restore(ground, { Statistics: [] });
    expect(await figures()).toEqual(before);
  });
});

describe('[STA-02] nothing that is stored leads to a reader', () => {
  it('[#12] single out: the figures know no ref, no title, no instant, no slot', async () => {
    await intake(ground.runtime())(...loansOf(12), returned(1));
    await figures();
    const closed = text(await stored(ground, 'Statistics'));
    const traces = ['koha:', 'subject-', 'Bête', 'Zola', '5512', '2026-01-02', 'slot', 'sign'];
    expect(traces.filter((trace) => closed.includes(trace))).toEqual([]);
  });

  it('[RGT-06] link: the slot of a reader is another in every month, shared by many, and lost with their key', async () => {
    const slotsOf = async (events: readonly object[]) => {
      await restore(ground, { Loans: [] });
      await intake(ground.runtime())(...events);
      const acts = [];
      for await (const page of createCloseDeps(ground.runtime()).acts.all()) acts.push(...page);
      return acts.map(({ slot }) => slot);
    };
    const months = ['2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01'];
    const oneReader = months.map((id, n) =>
      created(n, { id, loanRef: `koha:${id}`, at: `${id}-02T10:00:00+01:00` }),
    );
    const many = await slotsOf(loansOf(64));
    expect(many).toHaveLength(64);
    expect(many).not.toContain(undefined);
    expect(new Set(many).size).toBeLessThanOrEqual(32);
    const slots = await slotsOf(oneReader);
    expect(new Set(slots).size).toBeGreaterThan(1);
    expect(await slotsOf(oneReader)).toEqual(slots);
    const { subjectRef } = subjectOf('koha:1042');
    await createVault(ground.runtime()).keys.destroy(subjectRef, ['loans']);
    expect(await slotsOf(oneReader)).not.toEqual(slots);
  });

  it('infer: of a month in which too few did something, no number is kept at all', async () => {
    await intake(ground.runtime())(...loansOf(3));
    expect(await figures()).toEqual([null, null, null, null]);
    const month = await monthOf(ground.runtime(), 'valserine', '2026-01');
    expect(Object.values(month?.figures?.LOANS.libraries ?? { a: 1 })).toEqual([null, null, null]);
  });
});
