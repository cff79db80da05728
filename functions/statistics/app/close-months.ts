import { zoneOf, type Network } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Acts } from '../../loans/provides.ts';
import type { Place } from '../domain/act.ts';
import { lastOver } from '../domain/calendar.ts';
import { add, type Tally } from '../domain/figure.ts';
import { closeMonth } from '../domain/month.ts';
import type { ClosedMonth, Months } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'clock' | 'reached'>;
  readonly months: Months;
  readonly acts: Acts;
}

/**
 * Counts the months that are over (STA-02), while every act of theirs is still there, and keeps only what may be shown
 * (STA-01). A night on which the last of them stands in every commune asks nothing more. Killed anywhere, it is run
 * again: the oldest are written first, so that the last stands only where all before it do.
 * @returns how many months it wrote
 */
export async function closeMonths({ runtime, months, acts }: Deps): Promise<number> {
  const { network, clock, reached } = runtime;
  const now = clock.now();
  const last = network.communes.map((commune) => ({
    commune: commune.id,
    month: lastOver(now, zoneOf(network, commune)),
  }));
  const known = new Map((await months.all()).map((month) => [nameOf(month), month]));
  if (last.every((place) => known.has(nameOf(place)))) return 0;
  const counted = await countMonths(acts, last);
  reached('statistics.close.counted');
  const open = counted.filter(({ place }) => !known.get(nameOf(place))?.figures);
  for (const one of open.toSorted(oldestFirst)) {
    await months.close(closedMonth(network, one));
    reached('statistics.close.written');
  }
  return open.length;
}

interface CountedMonth {
  readonly place: Place;
  readonly tally: Tally;
}

/** Every month up to the last one of its commune in which something was done, and the last in any case. */
async function countMonths(acts: Acts, last: readonly Place[]): Promise<CountedMonth[]> {
  const months = new Map<string, CountedMonth>();
  const at = ({ commune, month }: Place): Tally => {
    const place = { commune, month };
    const found = months.get(nameOf(place)) ?? { place, tally: new Map() };
    months.set(nameOf(place), found);
    return found.tally;
  };
  last.forEach(at);
  const lastOf = new Map(last.map(({ commune, month }) => [commune, month]));
  for await (const page of acts.all()) {
    for (const act of page) if (act.month <= (lastOf.get(act.commune) ?? '')) add(at(act), act);
  }
  return [...months.values()];
}

function closedMonth({ communes }: Network, { place, tally }: CountedMonth): ClosedMonth {
  if (tally.size === 0) return place;
  const commune = communes.find(({ id }) => id === place.commune);
  return { ...place, figures: closeMonth(tally, commune?.libraries.map(({ id }) => id) ?? []) };
}

const nameOf = ({ commune, month }: Place) => `${commune}|${month}`;

const oldestFirst = (a: CountedMonth, b: CountedMonth) => (a.place.month < b.place.month ? -1 : 1);
