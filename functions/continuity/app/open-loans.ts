import { writeInstant } from '#core/calendar.ts';
import type { Caller } from '#core/caller.ts';
import { placeOf } from '#core/intake.ts';
import { zoneOf } from '#core/network.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Temporal } from 'temporal-polyfill';
import type { LoansOut, NamedLoan, OpenLoan } from '../../loans/provides.ts';

export interface Deps {
  readonly runtime: Runtime;
  readonly loans: Pick<LoansOut, 'of' | 'reveal'>;
}

export interface Sheet {
  /** Name of the library. */
  readonly library: string;
  /** ISO instant with the offset of the commune. */
  readonly at: string;
  /** The first due first; those without a date last. */
  readonly loans: readonly NamedLoan[];
  /** Open loans of the whole library. */
  readonly total: number;
  /** Cursor of the next sheet; absent on the last one. */
  readonly next?: string;
}

interface Request {
  readonly caller: Caller;
  readonly now: Temporal.Instant;
  readonly library: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * GOV-18: what is out of one library and to whom, so that lending goes on without the processing. Open loans only: what
 * came back is nobody's business any more. Only the readers of this sheet are opened, and recorded as seen (GOV-10).
 */
export async function readSheet(
  { runtime, loans }: Deps,
  { limit, cursor = '0', ...request }: Request,
): Promise<Result<Sheet>> {
  const place = placeOf(runtime.network, request, request.library);
  if (!place.ok) return fail(notFound);
  const { library, commune } = place.value;
  const open: OpenLoan[] = [];
  for await (const some of loans.of(library.id)) open.push(...some);
  const [from, to] = [Number(cursor), Number(cursor) + limit];
  const names = open.toSorted(inOrder).slice(from, to);
  const named = await loans.reveal(
    names.map(({ name }) => name),
    request.caller,
  );
  return ok({
    library: library.name,
    at: writeInstant(request.now, zoneOf(runtime.network, commune)),
    loans: named.toSorted(inSheet),
    total: open.length,
    ...(to < open.length && { next: String(to) }),
  });
}

const never = '9999-12-31';

/** A total order, so that no loan is on two sheets or on none. */
const inOrder = (a: OpenLoan, b: OpenLoan) => byText(a, b, (one) => [one.dueOn, one.name]);

/** On a sheet, what one reader has stands together. */
const inSheet = (a: NamedLoan, b: NamedLoan) =>
  byText(a, b, (one) => [one.dueOn, one.patronRef, one.loanRef]);

function byText<T>(a: T, b: T, keys: (one: T) => [string | undefined, ...string[]]): number {
  const text = ([due = never, ...rest]: [string | undefined, ...string[]]) =>
    [due, ...rest].join(' ');
  return text(keys(a)) < text(keys(b)) ? -1 : 1;
}
