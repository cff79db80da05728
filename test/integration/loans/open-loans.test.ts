import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { createOpenLoans } from '../../../functions/loans/adapters/open-loans.ts';
import { createTools } from '../../../functions/loans/adapters/tools.ts';
import { createReadDeps } from '../../../functions/loans/container.ts';
import type { TestGround } from '../../support/runtime.ts';
import { created, intake, openLoansGround, returned } from './ground.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
  await intake(ground.runtime())(
    created(1),
    created(2, { library: 'mf-centre' }),
    ...[created(3), returned(3)],
    created(4, { at: '2026-01-12T11:00:00+01:00' }),
    {
      ...returned(1),
      id: 'r',
      type: 'loan.renewed',
      at: '2026-01-18T10:00:00+01:00',
      dueOn: '2026-02-20',
    },
  );
});
afterAll(() => ground.stop());

describe('what other clocks need of a loan', () => {
  it('[RET-06] open loans of one library, with their latest sign of life', async () => {
    const loans = createOpenLoans(createTools(ground.runtime()));
    const seen: string[][] = [];
    for await (const page of loans.of('vs-centre'))
      for (const { name, lastSignAt } of page) {
        const [record] = await loans.find([name]);
        const last = Temporal.Instant.fromEpochMilliseconds(lastSignAt);
        seen.push([record?.details.ref ?? '', last.toString()]);
      }
    expect(seen.toSorted()).toEqual([
      ['koha:1', '2026-01-18T09:00:00Z'],
      ['koha:4', '2026-01-12T10:00:00Z'],
    ]);
  });

  it('[RET-06] one loan by its reference, to be sealed elsewhere before its period key dies', async () => {
    const find = (ref: string) => createReadDeps(ground.runtime()).circulation.find(ref);
    expect((await find('koha:3'))?.details.title).toBe('La Bête humaine');
    expect((await find('koha:1'))?.details.title).toBe('La Bête humaine');
    expect(await find('koha:9')).toBeUndefined();
    ground.setNow('2026-06-01T00:00:00+02:00');
    expect(await find('koha:3')).toBeUndefined();
    expect(await find('koha:1')).toBeDefined();
  });
});
