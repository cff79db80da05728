import type { Caller, Role } from '#core/caller.ts';
import { writeInstant } from '#core/calendar.ts';
import { communesOf, zoneOf, type Commune } from '#core/network.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Place } from '../domain/act.ts';
import { closesAt, runningMonths } from '../domain/calendar.ts';
import { closeMonth, floors, librariesOf, shownTo } from '../domain/month.ts';
import type { Audience, Shown } from '../domain/month.ts';
import type { ClosedMonth, Months } from './ports.ts';

/** A month of a commune, as one audience may see it. A month that still runs shows nothing: two looks would tell one loan. */
export interface MonthOfLoans {
  readonly commune: string;
  readonly month: string;
  readonly state: 'OPEN' | 'CLOSED';
  /** When an open month is counted. */
  readonly closesAt?: string;
  readonly total?: Shown;
  readonly libraries?: readonly ({ library: string } & Shown)[];
}

export interface LoanStatistics {
  /** Fewest persons behind a figure. */
  readonly k: number;
  readonly items: readonly MonthOfLoans[];
}

/** `rules.md` §4: those who steer the house see it from the inside; those who report see what may be published. */
const insiders: readonly Role[] = ['MANAGER', 'DPO'];

export async function readLoans(
  deps: { runtime: Pick<Runtime, 'network' | 'clock'>; months: Pick<Months, 'list'> },
  request: { commune?: string | undefined; from: string; to: string; caller: Caller },
): Promise<Result<LoanStatistics>> {
  const { network, clock } = deps.runtime;
  const { caller, from, to } = request;
  const communes = communesOf(network, caller, request.commune);
  if (communes.length === 0) return fail(notFound);
  const audience = caller.roles.some((role) => insiders.includes(role)) ? 'INSIDE' : 'OUTSIDE';
  const items = await Promise.all(
    communes.map(async (commune) => {
      const closed = await deps.months.list(commune.id, { from, to });
      const isStored = new Set(closed.map(({ month }) => month));
      const zone = zoneOf(network, commune);
      const running = runningMonths(clock.now(), zone).filter(
        (month) => from <= month && month <= to && !isStored.has(month),
      );
      return [
        ...closed.map((month) => closedView(month, { commune, audience })),
        ...running.map((month) => runningView({ commune: commune.id, month }, zone)),
      ];
    }),
  );
  return ok({ k: floors[audience], items: items.flat() });
}

/** A month in which nothing was done looks like one in which few did something: 0 is small (STA-01). */
function closedView(
  { month, figures }: ClosedMonth,
  { commune, audience }: { commune: Commune; audience: Audience },
): MonthOfLoans {
  const shown =
    figures ??
    closeMonth(
      new Map(),
      commune.libraries.map(({ id }) => id),
    );
  return {
    commune: commune.id,
    month,
    state: 'CLOSED',
    total: shownTo(audience, shown),
    libraries: librariesOf(shown).map((library) => ({
      library,
      ...shownTo(audience, shown, library),
    })),
  };
}

const runningView = (place: Place, zone: string): MonthOfLoans => ({
  ...place,
  state: 'OPEN',
  closesAt: writeInstant(closesAt(place.month, zone), zone),
});
