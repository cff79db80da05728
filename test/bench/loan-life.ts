import { createSweep } from '../../functions/loans/container.ts';
import { created, intake, openLoansGround, returned } from '../integration/loans/ground.ts';
import type { TestGround } from '../support/runtime.ts';
import { meterUnits } from './meter.ts';
import type { Figure } from './report.ts';

const readers = 100;

/** Loans that readers take and bring back together, `perVisit` each; in the test ground a ref that ends in 0 is an erased reader. */
export function loansOfVisits(args: {
  from: number;
  count: number;
  perVisit: number;
  library: string;
  /** How many visits a reader makes; 1 unless told. */
  visits?: number;
}): { lent: object[]; back: object[] } {
  const { from, count, perVisit, library, visits = 1 } = args;
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  const reader = (n: number) => `koha:${String(Math.floor(n / perVisit / visits))}1`;
  const itemRef = (n: number) => `koha:item:${String(n)}`;
  return {
    lent: numbers.map((n) =>
      created(n, {
        patronRef: reader(n),
        itemRef: itemRef(n),
        library,
        at: '2026-01-02T10:00:00+01:00',
      }),
    ),
    back: numbers.map((n) => returned(n, { library })),
  };
}

/** Write units of one loan from the desk to oblivion, by table, in visits of four documents and of one. */
export async function livesOfLoans(): Promise<{ figures: Figure[]; total: number }> {
  const [four, one] = [await lifeOf(4), await lifeOf(1)];
  const figures = [...four, ...one];
  const total = four.reduce((sum, { value }) => sum + value, 0);
  const alone = one.reduce((sum, { value }) => sum + value, 0);
  return {
    figures: [
      ...figures,
      { name: 'whole life, visits of 4', value: total, unit: 'write units (at most 6)' },
      { name: 'whole life, visits of 1', value: alone, unit: 'write units' },
    ],
    total,
  };
}

/** Each visit is a batch of its own, as a desk sends it: nothing is shared between readers. */
async function lifeOf(perVisit: number): Promise<Figure[]> {
  const ground = await openLoansGround('2026-01-02T10:00:00+01:00');
  try {
    const count = readers * perVisit;
    const { lent, back } = loansOfVisits({ from: 0, count, perVisit, library: 'vs-centre' });
    await warmUp(ground);
    const meter = meterUnits();
    const visits = async (events: readonly object[]) => {
      const apply = intake(ground.runtime({ instrument: meter.instrument }));
      for (let n = 0; n < count; n += perVisit) await apply(...events.slice(n, n + perVisit));
    };
    await visits(lent);
    ground.setNow('2026-01-20T09:00:00+01:00');
    await visits(back);
    ground.setNow('2026-06-01T00:00:00+02:00');
    const runtime = ground.runtime({ instrument: meter.instrument });
    await createSweep(runtime).sweep(runtime.clock.now());
    return [...meter.units('write')].map(([table, units]) => ({
      name: `a loan in ${table}, visits of ${String(perVisit)}`,
      value: units / count,
      unit: 'write units',
    }));
  } finally {
    await ground.stop();
  }
}

/** The secret of the network is made once, whatever is lent. */
async function warmUp(ground: TestGround): Promise<void> {
  await intake(ground.runtime())(returned(9_999_999));
}
