import { Temporal } from 'temporal-polyfill';
import type { IlsEvent } from '../wire.ts';
import type { Reader } from './generate-readers.ts';
import { createRandom, type Random } from './random.ts';
import { works, type Work } from './titles.ts';

interface Circulation {
  readonly random: Random;
  readonly now: Temporal.ZonedDateTime;
  /** A return before this instant is past RET-01 in every mode: it must not be created. */
  readonly earliestReturn: Temporal.ZonedDateTime;
  /** Epoch milliseconds until which each copy is out; Infinity while it still is. */
  readonly outUntil: Map<number, number>;
  readonly events: IlsEvent[];
  loans: number;
  holds: number;
}

interface Loan {
  readonly reader: Reader;
  readonly from: Temporal.ZonedDateTime;
  readonly to?: Temporal.ZonedDateTime;
}

type Planned = Loan & { readonly renewed: boolean };

const copiesPerWork = 40;
const loanDays = 28;
const firstLoan = 20_001;
const firstHold = 7001;
const firstCopy = 3001;

const instant = (at: Temporal.ZonedDateTime): string =>
  at.toString({ timeZoneName: 'never', smallestUnit: 'second' });

const fallback: Work = { title: 'Candide', author: 'Voltaire', subject: '843.5' };

/** A moment of an opening day on or before `day`: Tuesday to Saturday, 09:30 to 18:29. */
function openMomentOn(random: Random, day: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const closedDays = day.dayOfWeek === 7 ? 1 : day.dayOfWeek === 1 ? 2 : 0;
  const minutes = 570 + random.between(0, 539);
  return day.subtract({ days: closedDays }).with({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    second: random.between(0, 59),
    millisecond: 0,
  });
}

function openMoment({ random, now }: Circulation, daysAgo: number): Temporal.ZonedDateTime {
  return openMomentOn(random, now.subtract({ days: daysAgo }));
}

/** A copy that is on the shelf when the loan begins: nobody borrows what another reader holds. */
function takeCopy({ random, outUntil }: Circulation, loan: Loan): { copy: number; work: Work } {
  for (;;) {
    const copy = random.between(0, works.length * copiesPerWork - 1);
    if ((outUntil.get(copy) ?? 0) >= loan.from.epochMilliseconds) continue;
    outUntil.set(copy, loan.to?.epochMilliseconds ?? Infinity);
    return { copy, work: works[copy % works.length] ?? fallback };
  }
}

function addLoan(circulation: Circulation, loan: Planned): void {
  const { events } = circulation;
  const number = firstLoan + circulation.loans;
  const { copy, work } = takeCopy(circulation, loan);
  const due = loan.from.toPlainDate().add({ days: loanDays });
  const base = {
    patronRef: loan.reader.row.patronRef,
    library: loan.reader.row.library,
    loanRef: `koha:${number}`,
    itemRef: `koha:item:${firstCopy + copy}`,
  };
  const { title, author, subject } = work;
  const created = {
    ...base,
    id: `koha-${number}-out`,
    type: 'loan.created',
    at: instant(loan.from),
  } as const;
  events.push({ ...created, dueOn: due.toString(), title, author, subjects: [subject] });
  if (loan.renewed) {
    const at = instant(loan.from.add({ days: 20 }));
    events.push({
      ...base,
      id: `koha-${number}-ren`,
      type: 'loan.renewed',
      at,
      dueOn: due.add({ days: loanDays }).toString(),
    });
  }
  if (loan.to)
    events.push({ ...base, id: `koha-${number}-ret`, type: 'loan.returned', at: instant(loan.to) });
  circulation.loans += 1;
}

function planReturned(circulation: Circulation, reader: Reader): Planned {
  const { random, now, earliestReturn } = circulation;
  const window = Math.floor(earliestReturn.until(now, { largestUnit: 'days' }).days);
  const returned = openMoment(circulation, random.between(1, window - 3));
  const kept = random.between(2, 40);
  const from = openMomentOn(random, returned.subtract({ days: kept }));
  return { reader, from, to: returned, renewed: kept > 26 };
}

function planOpen(circulation: Circulation, reader: Reader): Planned {
  const { random } = circulation;
  const late = random.chance(0.12);
  const daysAgo = late ? random.between(loanDays + 4, 75) : random.between(1, loanDays - 2);
  return {
    reader,
    from: openMoment(circulation, daysAgo),
    renewed: !late && daysAgo > 23 && random.chance(0.6),
  };
}

function addHold(circulation: Circulation, reader: Reader): void {
  const { random, events, now } = circulation;
  const number = firstHold + circulation.holds;
  const placed = openMoment(circulation, random.between(9, 60));
  const { patronRef, library } = reader.row;
  const base = { patronRef, library, holdRef: `koha:hold:${number}` };
  const work = works[random.between(0, works.length - 1)] ?? fallback;
  const { title } = work;
  events.push({
    ...base,
    id: `koha-hold-${number}-placed`,
    type: 'hold.placed',
    at: instant(placed),
    title,
    pickupLibrary: library,
  });
  if (random.chance(0.35)) {
    const at = instant(openMoment(circulation, random.between(1, 6)));
    const pickupBy = now
      .toPlainDate()
      .add({ days: random.between(2, 10) })
      .toString();
    const itemRef = `koha:item:${9001 + circulation.holds}`;
    events.push({
      ...base,
      id: `koha-hold-${number}-waiting`,
      type: 'hold.waiting',
      at,
      itemRef,
      pickupLibrary: library,
      pickupBy,
    });
  }
  circulation.holds += 1;
}

/** Orders events by instant and moves ties a second on, so that "before" always has one meaning. */
function orderStrictly(events: readonly IlsEvent[]): IlsEvent[] {
  const sorted = events
    .map((event) => ({ event, at: Date.parse(event.at) }))
    .sort((a, b) => a.at - b.at || (a.event.id < b.event.id ? -1 : 1));
  let last = -Infinity;
  return sorted.map(({ event, at }) => {
    const next = Math.max(at, last + 1000);
    last = next;
    if (next === at) return event;
    const moved = Temporal.Instant.fromEpochMilliseconds(next).toZonedDateTimeISO('Europe/Paris');
    return { ...event, at: instant(moved) };
  });
}

/**
 * Open loans, holds, and loans returned since the first day of the fourth month before `now`: the oldest
 * return that RET-01 still lets a library know.
 */
export function generateEvents({
  seed,
  now,
  readers,
}: {
  seed: number;
  now: Temporal.ZonedDateTime;
  readers: readonly Reader[];
}): IlsEvent[] {
  const circulation: Circulation = {
    random: createRandom(seed),
    now,
    earliestReturn: now.with({ day: 1 }).startOfDay().subtract({ months: 4 }),
    outUntil: new Map(),
    events: [],
    loans: 0,
    holds: 0,
  };
  const { random } = circulation;
  const planned = readers
    .filter(({ borrows }) => borrows)
    .flatMap((reader) => [
      ...Array.from({ length: random.between(0, 3) }, () => planReturned(circulation, reader)),
      ...Array.from({ length: random.between(0, 2) || 1 }, () => planOpen(circulation, reader)),
    ])
    .sort((a, b) => a.from.epochMilliseconds - b.from.epochMilliseconds);
  for (const loan of planned) addLoan(circulation, loan);
  for (const reader of readers)
    if (reader.borrows && random.chance(0.2)) addHold(circulation, reader);
  return orderStrictly(circulation.events);
}
