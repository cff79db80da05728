import { writeInstant, writeZoned } from '#core/calendar.ts';
import type { Runtime } from '#core/runtime.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import { deadlineOf, instantOf, type LinkedRecord } from '../domain/record.ts';
import type { Sight } from '../domain/visibility.ts';

/** One loan as the API shows it (`api.md`); instants with the offset of the lending commune. */
export interface LoanView {
  readonly loanRef: string;
  readonly itemRef?: string | undefined;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly loanedAt: string;
  readonly dueOn?: string;
  readonly returnedAt?: string;
  readonly visibleUntil?: string;
  readonly purgeAt?: string;
  readonly state: 'OPEN' | 'RETURNED';
}

/** A `DUES` view says that something is due and when, not what. */
export function show(runtime: Runtime, record: LinkedRecord, sight: Sight): LoanView {
  const rules = localRulesOf(runtime.network, record.commune);
  const { endedAt, until } = lifeOf(record.signs);
  const { details } = record;
  const deadline = deadlineOf(record, rules);
  const instant = (at: number) => writeInstant(instantOf(at), rules.zone);
  return {
    loanRef: details.ref,
    ...(sight === 'FULL' && {
      ...(details.itemRef !== undefined && { itemRef: details.itemRef }),
      ...(details.title !== undefined && { title: details.title }),
      ...(details.author !== undefined && { author: details.author }),
    }),
    loanedAt: instant(details.at),
    ...(until !== undefined && { dueOn: until }),
    ...(endedAt !== undefined && { returnedAt: instant(endedAt) }),
    ...(deadline && {
      visibleUntil: writeZoned(deadline.visibleUntil),
      purgeAt: instant(deadline.purgeAt * 1000),
    }),
    state: endedAt === undefined ? 'OPEN' : 'RETURNED',
  };
}
