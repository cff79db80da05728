import { Temporal } from 'temporal-polyfill';
import { writeInstant } from '#core/calendar.ts';
import type { Caller } from '#core/caller.ts';
import { chunks } from '#core/chunks.ts';
import { placeOf } from '#core/intake.ts';
import { zoneOf } from '#core/network.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Deps } from './reconcile.ts';

export interface SilentLoan {
  readonly loanRef: string;
  /** Local date. */
  readonly dueOn?: string;
  /** ISO instant with the offset of the commune. */
  readonly lastNewsAt: string;
}

/** Open loans of a library of which nothing was heard for that many days, the longest silence first. No reader is named. */
export async function listSilentLoans(
  { runtime, loans }: Pick<Deps, 'runtime' | 'loans'>,
  args: { caller: Caller; now: Temporal.Instant; library: string; days: number },
): Promise<Result<SilentLoan[]>> {
  const place = placeOf(runtime.network, args, args.library);
  if (!place.ok) return fail(notFound);
  const { library, commune } = place.value;
  const zone = zoneOf(runtime.network, commune);
  const since = args.now.subtract({ hours: 24 * args.days }).epochMilliseconds;
  const names: string[] = [];
  for await (const some of loans.of(library.id))
    names.push(...some.flatMap(({ name, lastSignAt }) => (lastSignAt < since ? [name] : [])));
  const silent = [];
  for (const some of chunks(names, 100)) silent.push(...(await loans.describe(some)));
  return ok(
    silent
      .toSorted((a, b) => a.lastSignAt - b.lastSignAt)
      .map(({ lastSignAt, ...loan }) => ({
        ...loan,
        lastNewsAt: writeInstant(Temporal.Instant.fromEpochMilliseconds(lastSignAt), zone),
      })),
  );
}
