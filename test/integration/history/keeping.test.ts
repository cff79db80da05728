import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepHistories } from '../../../functions/history/app/sweep.ts';
import { createSweepDeps } from '../../../functions/history/container.ts';
import { createEraser } from '../../../functions/history/adapters/eraser.ts';
import type { TestGround } from '../../support/runtime.ts';
import { created, intake, returned, stored, text } from '../loans/ground.ts';
import { choose, kept, night, openHistoryGround, reader, tell } from './ground.ts';

let ground: TestGround;

beforeEach(async () => {
  ground = await openHistoryGround('2026-04-10T09:00:00+02:00');
});
afterEach(() => ground.stop());

const loan = (n: number, at: string, more: object = {}) => [
  created(n, { at: '2026-04-01T10:00:00+02:00', itemRef: `koha:item:${String(n)}`, ...more }),
  returned(n, { at, ...more }),
];
const lend = (...events: object[]) => intake(ground.runtime())(...events);

async function agree(): Promise<void> {
  await choose(ground, 'GIVEN');
  await tell(ground);
}

/** Returned on the days of April before, on and after the consent of the 10th; forgotten from 1 September on. */
const aroundTheConsent = () =>
  lend(
    ...loan(1, '2026-04-09T18:00:00+02:00'),
    ...loan(2, '2026-04-10T08:30:00+02:00'),
    ...loan(3, '2026-04-28T16:00:00+02:00'),
  );

describe('a kept history', () => {
  it('[RET-12] [#40] holds what came back on the day of the consent or later, and never what came before', async () => {
    await agree();
    ground.setNow('2026-04-29T09:00:00+02:00');
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    expect(await kept(ground)).toEqual([]);
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await kept(ground)).toEqual(['koha:2', 'koha:3']);
  });

  it('[RET-12] keeps nothing for a reader who did not ask, or was told “pending”', async () => {
    await choose(ground, 'REFUSED');
    await tell(ground);
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await stored(ground, 'History')).toEqual([]);
  });

  it('[RET-12] brings nothing back: what was forgotten before the consent stays so', async () => {
    await lend(...loan(1, '2026-04-10T08:30:00+02:00'));
    await night(ground, '2026-09-01T00:00:00+02:00');
    await agree();
    await night(ground, '2026-09-01T12:00:00+02:00');
    expect(await kept(ground)).toEqual([]);
  });

  it('[RET-12] needs one sweep of the last week before the key dies, whichever', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-26T00:00:00+02:00');
    await night(ground, '2026-09-03T00:00:00+02:00');
    expect(await kept(ground)).toEqual(['koha:2', 'koha:3']);
  });

  it('[RET-12] follows a return that was undone or re-dated after it was taken over', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-26T00:00:00+02:00');
    expect(await stored(ground, 'History')).toHaveLength(3);
    // Lent on after all; and brought back before the consent, as it turns out.
    await lend(
      returned(3, {
        id: 'renewed-3',
        type: 'loan.renewed',
        at: '2026-05-02T10:00:00+02:00',
        dueOn: '2026-09-20',
      }),
      returned(2, { id: 'again-2', at: '2026-04-08T10:00:00+02:00' }),
    );
    await night(ground, '2026-08-27T00:00:00+02:00');
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await kept(ground)).toEqual([]);
    expect(await stored(ground, 'History')).toHaveLength(1);
  });

  it('[RET-12] [RET-21] lasts three years from the return, to the day, and leaves a line without a name', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await night(ground, '2026-09-01T00:00:00+02:00');
    ground.setNow('2029-04-10T23:59:59+02:00');
    expect(await kept(ground)).toEqual(['koha:2', 'koha:3']);
    ground.setNow('2029-04-11T00:00:00+02:00');
    expect(await kept(ground)).toEqual(['koha:3']);
    const line = { rule: 'RET-12', commune: 'valserine', category: 'KEPT_LOAN' };
    const span = { from: '2026-04-10', to: '2026-04-10' };
    expect(await night(ground, '2029-04-11T12:00:00+02:00')).toMatchObject([
      { ...line, ...span, found: 1, deleted: 1, recount: 0 },
    ]);
    expect(await night(ground, '2029-04-12T00:00:00+02:00')).toEqual([]);
  });

  it('[GOV-15] stores dates and opaque ids in the clear, and nothing that joins the reader to a document', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    const bytes = text(await stored(ground, 'History'));
    for (const word of ['Bête', 'Zola', 'koha:', 'vs-centre']) expect(bytes).not.toContain(word);
  });
});

describe('a consent that ends', () => {
  it('[RET-13] destroys what is past its date within the day; what is still in the live window stays there alone', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await night(ground, '2026-09-01T00:00:00+02:00');
    await lend(...loan(9, '2026-08-20T10:00:00+02:00'));
    ground.setNow('2026-12-28T15:00:00+01:00');
    await night(ground, '2026-12-28T12:00:00+01:00');
    expect(await stored(ground, 'History')).toHaveLength(4);

    await choose(ground, 'WITHDRAWN');
    expect(await kept(ground)).toEqual([]);
    await tell(ground);
    const lines = await night(ground, '2026-12-29T00:00:00+01:00');
    expect(lines).toMatchObject([
      { rule: 'RET-13', commune: 'valserine', found: 3, deleted: 3, recount: 0 },
    ]);
    expect(await stored(ground, 'History')).toEqual([]);
    await night(ground, '2027-01-01T00:00:00+01:00');
    expect(await kept(ground)).toEqual([]);
  });

  it('[RET-13] is honoured even when its news never comes', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await choose(ground, 'WITHDRAWN');
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await stored(ground, 'History')).toEqual([]);
  });

  it('[RET-13] and is given again keeps from the new day on, in whatever order the news come', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    ground.setNow('2026-09-02T10:00:00+02:00');
    await choose(ground, 'WITHDRAWN');
    ground.setNow('2026-09-02T11:00:00+02:00');
    await choose(ground, 'GIVEN');
    expect(await kept(ground)).toEqual([]);
    await tell(ground);
    await tell(ground);
    expect(await kept(ground)).toEqual([]);
    await lend(...loan(5, '2026-09-01T18:00:00+02:00'), ...loan(6, '2026-09-03T18:00:00+02:00'));
    await night(ground, '2027-01-31T12:00:00+01:00');
    await night(ground, '2027-02-01T00:00:00+01:00');
    expect(await kept(ground)).toEqual(['koha:6']);
  });

  it('[CON-03] a yes said again interrupts nothing', async () => {
    await agree();
    await aroundTheConsent();
    ground.setNow('2026-05-02T10:00:00+02:00');
    await agree();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await kept(ground)).toEqual(['koha:2', 'koha:3']);
  });

  it('[RET-13] killed anywhere, the next sweep finishes; nothing is added meanwhile', async () => {
    await agree();
    await aroundTheConsent();
    await night(ground, '2026-08-31T12:00:00+02:00');
    await choose(ground, 'WITHDRAWN');
    const killed = ground.runtime({
      reached: (point) => {
        if (point === 'history.sweep.key-destroyed') throw new Error('killed');
      },
    });
    await expect(sweepHistories(createSweepDeps(killed), killed.clock.now())).rejects.toThrow(
      'killed',
    );
    expect(await stored(ground, 'History')).toHaveLength(3);
    await night(ground, '2026-09-01T00:00:00+02:00');
    expect(await stored(ground, 'History')).toEqual([]);
  });
});

it('[RGT-06] an erasure takes all of it, the keeper first', async () => {
  await agree();
  await aroundTheConsent();
  await night(ground, '2026-08-31T12:00:00+02:00');
  const eraser = createEraser(ground.runtime());
  expect(await eraser.count(reader)).toBe(3);
  expect(await eraser.erase(reader)).toBe(3);
  expect(await eraser.count(reader)).toBe(0);
  await night(ground, '2026-09-01T00:00:00+02:00');
  expect(await stored(ground, 'History')).toEqual([]);
});
