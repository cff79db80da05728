import { Temporal } from 'temporal-polyfill';
import type { IlsEvent } from '../wire.ts';
import { readLocalDate, readTimestamp } from './evergreen-time.ts';
import type { CirculationCsv, CopyCsv, EvergreenExport, HoldCsv } from './evergreen-rows.ts';
import { placeOf, type Context } from './map-patrons.ts';
import type { Mapped, RemarkCode } from './remarks.ts';

interface Events {
  readonly events: readonly IlsEvent[];
  readonly warnings: readonly RemarkCode[];
}

interface LoanRefs {
  readonly isRenewal: boolean;
  readonly base: { readonly patronRef: string; readonly loanRef: string; readonly itemRef: string };
}

type MappedRow = Events | RemarkCode;

/** What rows are read against: the mapping, and the other rows that they point to. */
export interface Stock extends Context {
  readonly circulations: ReadonlyMap<string, CirculationCsv>;
  readonly byCopy: ReadonlyMap<string, CopyCsv>;
  readonly byRecord: ReadonlyMap<string, CopyCsv>;
}

type Rows = Pick<EvergreenExport, 'circulations' | 'holds' | 'copies'>;
type HoldType = Extract<IlsEvent, { holdRef: string }>['type'];

const stillOpen: Readonly<Record<string, RemarkCode>> = {
  LOST: 'LOST_OPEN',
  LONGOVERDUE: 'LOST_OPEN',
  CLAIMSRETURNED: 'CLAIMED',
  CLAIMSNEVERCHECKEDOUT: 'CLAIMED',
};

const workOf = (copy: CopyCsv | undefined): { title?: string; author?: string } => ({
  ...(copy?.title && { title: copy.title }),
  ...(copy?.author && { author: copy.author }),
});

/** Evergreen writes a renewal as a new circulation of the same copy: the first of the chain is the loan. */
function rootOf(circulation: CirculationCsv, { circulations }: Stock): CirculationCsv {
  const seen = new Set<CirculationCsv>();
  let root = circulation;
  while (!seen.has(root)) {
    seen.add(root);
    root = circulations.get(root.parent_circ) ?? root;
  }
  return root;
}

/**
 * When the loan ended. A circulation ended by renewal lives on in the next one; one finished without check-in
 * (paid as lost) ended when the account was closed.
 */
function readEnd({
  checkin_time,
  xact_finish,
  stop_fines,
}: CirculationCsv): { text: string; warnings: readonly RemarkCode[] } | undefined {
  if (stop_fines === 'RENEW') return undefined;
  if (checkin_time !== '') return { text: checkin_time, warnings: [] };
  return xact_finish === ''
    ? undefined
    : { text: xact_finish, warnings: ['CLOSED_WITHOUT_CHECKIN'] };
}

function warnOpen({ stop_fines, xact_start }: CirculationCsv, today: string): RemarkCode[] {
  if (stop_fines === 'RENEW') return [];
  const aYearAgo = Temporal.PlainDate.from(today).subtract({ years: 1 }).toString();
  const state = stillOpen[stop_fines];
  return [
    ...(state ? [state] : []),
    ...(xact_start.slice(0, 10) < aYearAgo ? (['OPEN_FOR_YEARS'] as const) : []),
  ];
}

/** References of the loan that a circulation begins or carries on. */
function refersTo(circulation: CirculationCsv, stock: Stock): LoanRefs {
  const { source } = stock.mapping;
  const root = rootOf(circulation, stock);
  return {
    isRenewal: root !== circulation,
    base: {
      patronRef: `${source}:${circulation.usr}`,
      loanRef: `${source}:loan:${root.id}`,
      itemRef: `${source}:item:${circulation.target_copy}`,
    },
  };
}

/**
 * One circulation as events of its loan, ids stable. Returns long past are sent too: only the API knows the zone
 * and mode of the commune (RET-01, RET-03), and a return settles a loan that an earlier export left open.
 */
export function mapCirculation(circulation: CirculationCsv, stock: Stock): MappedRow {
  const place = placeOf(stock, circulation.circ_lib);
  if (!place) return 'LIBRARY_UNKNOWN';
  const times = timesOf(circulation);
  if (!times) return 'TIME_UNREADABLE';
  const { at, dueOn, end, endAt } = times;

  const id = `${stock.mapping.source}-circ-${circulation.id}`;
  const { isRenewal, base } = refersTo(circulation, stock);
  const loan = { ...base, library: place.library };
  const work = workOf(stock.byCopy.get(circulation.target_copy));
  const events: IlsEvent[] = [
    isRenewal
      ? { ...loan, id: `${id}-ren`, type: 'loan.renewed', at, dueOn }
      : { ...loan, id: `${id}-out`, type: 'loan.created', at, dueOn, ...work },
  ];
  if (endAt) events.push({ ...loan, id: `${id}-ret`, type: 'loan.returned', at: endAt });
  const ofEnd = end ? end.warnings : warnOpen(circulation, stock.today);
  return { events, warnings: [...ofEnd, ...warnGaps(circulation, { isRenewal, work })] };
}

/** The instants of a loan; nothing when one that is written cannot be read. */
function timesOf(circulation: CirculationCsv) {
  const at = readTimestamp(circulation.xact_start);
  const dueOn = readLocalDate(circulation.due_date);
  const end = readEnd(circulation);
  const endAt = end && readTimestamp(end.text);
  const isReadable = at !== undefined && dueOn !== undefined && (!end || endAt !== undefined);
  return isReadable ? { at, dueOn, end, endAt } : undefined;
}

/** What the export leaves out of a loan that is taken over all the same. */
function warnGaps(
  { parent_circ }: CirculationCsv,
  { isRenewal, work }: { isRenewal: boolean; work: { title?: string } },
) {
  return [
    ...(parent_circ !== '' && !isRenewal ? (['PARENT_ABSENT'] as const) : []),
    ...(work.title === undefined ? (['TITLE_UNKNOWN'] as const) : []),
  ];
}

/** Title holds name a record, copy holds a copy; metarecord holds name neither, only the copy caught for them. */
function heldCopy(
  { hold_type, target, current_copy }: HoldCsv,
  { byCopy, byRecord }: Stock,
): CopyCsv | undefined {
  if (hold_type === 'T') return byRecord.get(target);
  return byCopy.get(hold_type === 'C' ? target : current_copy);
}

/** The states of a hold in the order in which they are reached. An expiry counts once it is past. */
function holdStates(hold: HoldCsv, today: string): { type: HoldType; text: string }[] {
  const { fulfillment_time: filled, cancel_time: cancelled, expire_time: expires } = hold;
  const isOver = filled !== '' || cancelled !== '';
  const states: readonly [HoldType, string][] = [
    ['hold.placed', hold.request_time],
    ['hold.waiting', hold.shelf_time],
    ['hold.filled', filled],
    ['hold.cancelled', filled === '' ? cancelled : ''],
    ['hold.expired', !isOver && expires.slice(0, 10) < today ? expires : ''],
  ];
  return states.map(([type, text]) => ({ type, text })).filter(({ text }) => text !== '');
}

/** One hold as events, ids stable. The API forgets an ended one at once (RET-07). */
export function mapHold(hold: HoldCsv, stock: Stock): MappedRow {
  const place = placeOf(stock, hold.pickup_lib);
  if (!place) return 'LIBRARY_UNKNOWN';
  const { source } = stock.mapping;
  const copy = hold.current_copy || (hold.hold_type === 'C' ? hold.target : '');
  const { title } = workOf(heldCopy(hold, stock));
  const base = {
    patronRef: `${source}:${hold.usr}`,
    library: place.library,
    holdRef: `${source}:hold:${hold.id}`,
    ...(copy && { itemRef: `${source}:item:${copy}` }),
    ...(title && { title }),
    pickupLibrary: place.library,
  };
  const events = holdStates(hold, stock.today).map(({ type, text }): IlsEvent | undefined => {
    const at = readTimestamp(text);
    return at === undefined
      ? undefined
      : { ...base, id: `${source}-hold-${hold.id}-${type.slice(5)}`, type, at };
  });
  const readable = events.filter((event) => event !== undefined);
  if (readable.length < events.length) return 'TIME_UNREADABLE';
  return { events: readable, warnings: title === undefined ? ['TITLE_UNKNOWN'] : [] };
}

const inOrder = (events: readonly IlsEvent[]): IlsEvent[] =>
  events
    .map((event) => ({ event, at: Temporal.Instant.from(event.at).epochMilliseconds }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);

/**
 * All loans and holds of an export as events, in order of time.
 * @param known references of the readers that are sent: what belongs to others is left out and counted.
 */
export function mapEvents({
  rows,
  context,
  known,
}: {
  rows: Rows;
  context: Context;
  known: ReadonlySet<string>;
}): Mapped<IlsEvent> {
  const stock: Stock = {
    ...context,
    circulations: new Map(rows.circulations.map((circulation) => [circulation.id, circulation])),
    byCopy: new Map(rows.copies.map((copy) => [copy.id, copy])),
    byRecord: new Map(rows.copies.map((copy) => [copy.record, copy])),
  };
  const { source } = context.mapping;
  const isKnown = (usr: string): boolean => known.has(`${source}:${usr}`);
  const mapped = [
    ...rows.circulations.map(
      (row) =>
        ({
          ref: `${source}:loan:${row.id}`,
          result: isKnown(row.usr) ? mapCirculation(row, stock) : 'PATRON_NOT_IMPORTED',
        }) as const,
    ),
    ...rows.holds.map(
      (row) =>
        ({
          ref: `${source}:hold:${row.id}`,
          result: isKnown(row.usr) ? mapHold(row, stock) : 'PATRON_NOT_IMPORTED',
        }) as const,
    ),
  ];
  return {
    items: inOrder(
      mapped.flatMap(({ result }) => (typeof result === 'string' ? [] : result.events)),
    ),
    warnings: mapped.flatMap(({ ref, result }) =>
      typeof result === 'string' ? [] : result.warnings.map((code) => ({ ref, code })),
    ),
    skipped: mapped.flatMap(({ ref, result }) =>
      typeof result === 'string' ? [{ ref, code: result }] : [],
    ),
  };
}
