import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { created, intake, openLoansGround, returned, stored, text } from '../loans/ground.ts';
import type { TestGround } from '../../support/runtime.ts';
import { close, loansOf, monthOf } from './ground.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
});
afterAll(() => ground.stop());
beforeEach(async () => {
  for (const TableName of ['Loans', 'Statistics']) {
    for (const { pk, sk } of await stored(ground, TableName))
      await ground.client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  }
  ground.setNow('2026-01-20T09:00:00+01:00');
});

/** What the house sees of January in Valserine, once it is counted. */
async function january(): Promise<unknown> {
  ground.setNow('2026-02-12T04:00:00+01:00');
  await close(ground.runtime());
  const month = await monthOf(ground.runtime(), 'valserine', '2026-01');
  return month?.figures?.LOANS.total?.n;
}

/** Lengths of the stored items; the engine keeps no order among their attributes. */
const sizes = async () => (await stored(ground, 'Statistics')).map((item) => text([item]).length);

describe('[STA-02] what a library does is counted once', () => {
  it('however often and in whatever batches it is said', async () => {
    const events = loansOf(20);
    await intake(ground.runtime())(...events);
    await intake(ground.runtime())(...events);
    await intake(ground.runtime())(...events.slice(3, 9));
    for (const event of events) await intake(ground.runtime())(event);
    expect(await january()).toBe(20);
  });

  it('when the function dies after counting and before applying', async () => {
    const events = loansOf(20);
    const dying = ground.runtime({
      reached: (point) => {
        if (point === 'loans.intake.counted') throw new Error('power cut');
      },
    });
    await expect(intake(dying)(...events)).rejects.toThrow('power cut');
    await intake(ground.runtime())(...events);
    expect(await january()).toBe(20);
  });

  it('when the function dies before counting: nothing is applied that is not counted', async () => {
    const events = loansOf(20);
    const dying = ground.runtime({
      reached: (point) => {
        if (point === 'statistics.count.before') throw new Error('power cut');
      },
    });
    await expect(intake(dying)(...events)).rejects.toThrow('power cut');
    expect((await stored(ground)).filter((item) => item['kind'])).toHaveLength(0);
    await intake(ground.runtime())(...events.slice(0, 8));
    await intake(ground.runtime())(...events);
    expect(await january()).toBe(20);
  });

  it('and a refused event is not', async () => {
    await intake(ground.runtime())(
      ...loansOf(12),
      created(90, { patronRef: 'koha:x' }),
      created(91, { library: 'nowhere' }),
    );
    expect(await january()).toBe(12);
  });

  it('in the month of the clock of the commune', async () => {
    await intake(ground.runtime())(...loansOf(12, { at: '2025-12-31T23:30:00Z' }));
    expect(await january()).toBe(12);
  });

  it('and not at all when its month has been counted, which stays as it is', async () => {
    await intake(ground.runtime())(...loansOf(12));
    expect(await january()).toBe(12);
    const before = await sizes();
    const late = loansOf(14, { at: '2026-01-30T10:00:00+01:00' }).map((event, n) => ({
      ...event,
      id: `late-${String(n)}`,
      loanRef: `koha:late-${String(n)}`,
    }));
    await intake(ground.runtime())(...late);
    await intake(ground.runtime())(...loansOf(12).slice(2));
    expect(await sizes()).toEqual(before);
  });

  it('in its own month, however old, when that has never been counted', async () => {
    await intake(ground.runtime())(...loansOf(12, { at: '2025-10-05T10:00:00+02:00' }));
    await close(ground.runtime());
    const october = await monthOf(ground.runtime(), 'valserine', '2025-10');
    expect(october?.figures?.LOANS.total?.n).toBe(12);
  });
});

describe('[STA-02] nothing that is stored leads to a reader', () => {
  it('[#12] single out: no ref, no title, no instant, neither while the month runs nor after', async () => {
    const traces = ['koha:', 'subject-', 'Bête', 'Zola', '5512', '2026-01-02', '2026-01-15'];
    await intake(ground.runtime())(...loansOf(3), returned(1));
    const running = text(await stored(ground, 'Statistics'));
    expect(traces.filter((trace) => running.includes(trace))).toEqual([]);
    await january();
    const closed = text(await stored(ground, 'Statistics'));
    expect(traces.filter((trace) => closed.includes(trace))).toEqual([]);
    expect(closed).not.toContain('said');
  });

  it('link: the slot of a reader is another in every month, and shared by many', async () => {
    const slots = async (at: string) => {
      await intake(ground.runtime())(created(1, { id: at, loanRef: `koha:${at.slice(5, 7)}`, at }));
      const items = await stored(ground, 'Statistics');
      const batch = items.find(({ pk }) => pk.S === `BATCHES#valserine#${at.slice(0, 7)}`);
      return batch?.['said']?.M?.['LOANS|vs-centre']?.L?.[0]?.S?.split('.')[1];
    };
    const months = ['2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01'];
    const seen = [];
    for (const month of months) seen.push(await slots(`${month}-02T10:00:00+01:00`));
    expect(seen).not.toContain(undefined);
    expect(new Set(seen).size).toBeGreaterThan(1);
  });

  it('infer: of a month in which too few did something, no number is kept at all', async () => {
    await intake(ground.runtime())(...loansOf(3));
    await january();
    const month = await monthOf(ground.runtime(), 'valserine', '2026-01');
    expect(month?.figures?.LOANS.total).toBeNull();
    expect(Object.values(month?.figures?.LOANS.libraries ?? { a: 1 })).toEqual([null, null, null]);
  });
});
