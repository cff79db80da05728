import type { Caller, Role } from '#core/caller.ts';
import { writeInstant } from '#core/calendar.ts';
import { communesOf, zoneOf, type Commune, type Network } from '#core/network.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { closesAt } from '../domain/act.ts';
import { floors, librariesOf, shownTo, type Audience, type Shown } from '../domain/month.ts';
import type { Months, StoredMonth } from './ports.ts';

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
  deps: { network: Network; months: Pick<Months, 'list'> },
  request: { commune?: string | undefined; from: string; to: string; caller: Caller },
): Promise<Result<LoanStatistics>> {
  const { caller, from, to } = request;
  const communes = communesOf(deps.network, caller, request.commune);
  if (communes.length === 0) return fail(notFound);
  const audience = caller.roles.some((role) => insiders.includes(role)) ? 'INSIDE' : 'OUTSIDE';
  const items = await Promise.all(
    communes.map(async (commune) => {
      const months = await deps.months.list(commune.id, { from, to });
      const zone = zoneOf(deps.network, commune);
      return months.map((month) => viewOf(month, { commune, zone, audience }));
    }),
  );
  return ok({ k: floors[audience], items: items.flat() });
}

function viewOf(
  { month, figures }: StoredMonth,
  args: { commune: Commune; zone: string; audience: Audience },
): MonthOfLoans {
  const { zone, audience } = args;
  const place = { commune: args.commune.id, month };
  if (!figures)
    return { ...place, state: 'OPEN', closesAt: writeInstant(closesAt(month, zone), zone) };
  return {
    ...place,
    state: 'CLOSED',
    total: shownTo(audience, figures),
    libraries: librariesOf(figures).map((library) => ({
      library,
      ...shownTo(audience, figures, library),
    })),
  };
}
