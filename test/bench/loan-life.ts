import { createSweep } from '../../functions/loans/container.ts';
import { created, intake, openLoansGround, returned } from '../integration/loans/ground.ts';
import type { TestGround } from '../support/runtime.ts';
import { meterUnits } from './meter.ts';
import type { Figure } from './report.ts';

const readers = 100;

/** To the hundredth: what a commune pays once a month — a key, a line of the calendar — is shared by its loans. */
export const boundOfALife = 6;
export const isWithinALife = (units: number) => Math.round(units * 100) <= boundOfALife * 100;

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

/** Visits of a reader in the month that is measured. */
const visits = 10;

/** Paid once a reader, whatever they borrow ever after. */
const onceAReader = 'SubjectKeys';

/** Write units of one loan from the desk to oblivion, by table: when each event comes alone, and in visits of four documents. */
export async function livesOfLoans(): Promise<{ figures: Figure[]; alone: number }> {
  const lives = [await lifeOf(1), await lifeOf(4)];
  const [alone = Number.NaN] = lives.map(({ total }) => total);
  return { figures: lives.flatMap(({ figures }) => figures), alone };
}

/** Each visit is a batch of its own, as a desk sends it: nothing is shared between readers but the month of the commune. */
async function lifeOf(perVisit: number): Promise<{ figures: Figure[]; total: number }> {
  const ground = await openLoansGround('2026-01-02T10:00:00+01:00');
  try {
    const count = readers * visits * perVisit;
    const { lent, back } = loansOfVisits({
      from: 0,
      count,
      perVisit,
      visits,
      library: 'vs-centre',
    });
    await warmUp(ground);
    const meter = meterUnits();
    const inVisits = async (events: readonly object[]) => {
      const apply = intake(ground.runtime({ instrument: meter.instrument }));
      for (let n = 0; n < count; n += perVisit) await apply(...events.slice(n, n + perVisit));
    };
    await inVisits(lent);
    ground.setNow('2026-01-20T09:00:00+01:00');
    await inVisits(back);
    ground.setNow('2026-06-01T00:00:00+02:00');
    const runtime = ground.runtime({ instrument: meter.instrument });
    await createSweep(runtime).sweep(runtime.clock.now());
    return reportOf(meter.units('write'), { perVisit, count });
  } finally {
    await ground.stop();
  }
}

function reportOf(
  units: ReadonlyMap<string, number>,
  { perVisit, count }: { perVisit: number; count: number },
) {
  const way = perVisit === 1 ? 'each event alone' : `visits of ${String(perVisit)}`;
  const ofLoans = [...units].filter(([table]) => table !== onceAReader);
  const perLoan = ofLoans.map(([table, all]): [string, number] => [table, all / count]);
  const total = perLoan.reduce((sum, [, value]) => sum + value, 0);
  const unit = 'write units';
  return {
    total,
    figures: [
      ...perLoan.map(([table, value]) => ({ name: `a loan in ${table}, ${way}`, value, unit })),
      {
        name: `whole life, ${way}`,
        value: total,
        unit: `${unit} (at most ${String(boundOfALife)})`,
      },
      { name: `key of a reader, ${way}`, value: (units.get(onceAReader) ?? 0) / readers, unit },
    ],
  };
}

/** The secret of the network is made once, whatever is lent. */
async function warmUp(ground: TestGround): Promise<void> {
  await intake(ground.runtime())(returned(9_999_999));
}
