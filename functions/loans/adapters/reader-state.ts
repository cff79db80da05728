import * as z from 'zod';
import { mapConcurrently } from '#core/concurrency.ts';
import { getItem, getItems, keyOf, updateItem, type Key, type Store } from '#core/dynamo.ts';
import type { NamedPeriod } from '#core/vault/period-keys.ts';
import type { ReaderNote } from '../app/ports.ts';
import type { Kind } from '../domain/record.ts';
import { linkedKey, stateKey, table } from './keys.ts';
import type { Tools } from './tools.ts';

const Strings = z.set(z.string()).default(new Set());

/** One small item a reader: what is out, in which periods something was returned, when the last loan ended. */
const State = z.object({
  links: Strings,
  /** Handles (`periodHandle`): noise when their key is gone. */
  periods: Strings,
  lastLoanEnd: z.string().optional(),
});
export type State = z.infer<typeof State>;

/** Handles in one list before those of dead periods are looked for. */
const most = 20;

export const stateOf = (store: Store, subjectRef: string): Promise<State | undefined> =>
  getItem(store, { table, key: stateKey(subjectRef), schema: State });

/** The states of many readers in few calls, keyed by `subjectRef`. */
export async function statesOf(
  store: Store,
  subjectRefs: readonly string[],
): Promise<Map<string, State>> {
  const states = await getItems(store, { table, keys: subjectRefs.map(stateKey), schema: State });
  return new Map(
    subjectRefs.flatMap((subjectRef): [string, State][] => {
      const state = states.get(keyOf(stateKey(subjectRef)));
      return state ? [[subjectRef, state]] : [];
    }),
  );
}

/** Keys of the records that a state names; whoever reads them finds out whether they still stand. */
export function linkedKeys({ links }: State, kind: Kind): Key[] {
  const keys = [...links].map(linkedKey).filter(({ sk }) => sk === kind);
  return [...new Map(keys.map((key) => [key.pk, key])).values()];
}

/** Living periods in which the reader returned something. */
export async function periodsOf(
  { runtime, periodKeys }: Pick<Tools, 'runtime' | 'periodKeys'>,
  { periods }: State,
): Promise<NamedPeriod[]> {
  if (periods.size === 0) return [];
  const communes = runtime.network.communes.map(({ id }) => periodKeys.periods(id));
  return (await Promise.all(communes)).flat().filter(({ handle }) => periods.has(handle));
}

/** One atomic update a reader, however many loans it is about. */
export async function noteReaders(tools: Tools, notes: readonly ReaderNote[]): Promise<void> {
  const byReader = [...Map.groupBy(notes, ({ subjectRef }) => subjectRef)];
  await mapConcurrently(byReader, 16, ([subjectRef, own]) =>
    noteReader(tools, subjectRef, merged(own)),
  );
}

interface Change {
  readonly opened: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  readonly periods: ReadonlySet<string>;
  readonly endedOn: string | undefined;
}

const merged = (notes: readonly ReaderNote[]): Change => ({
  opened: new Set(notes.flatMap(({ opened }) => opened ?? [])),
  closed: new Set(notes.flatMap(({ closed }) => closed ?? [])),
  periods: new Set(notes.flatMap(({ period }) => period ?? [])),
  endedOn: notes
    .flatMap(({ endedOn }) => endedOn ?? [])
    .toSorted()
    .at(-1),
});

/** The clock of RET-09 only goes forward: an end that is corrected to an earlier day never hastens an erasure. */
async function noteReader(tools: Tools, subjectRef: string, change: Change): Promise<void> {
  const { store } = tools;
  if (await save(store, subjectRef, { change, isListShort: true })) return;
  const state = await stateOf(store, subjectRef);
  await prune(tools, subjectRef, state);
  const isLate = change.endedOn !== undefined && change.endedOn < (state?.lastLoanEnd ?? '');
  const rest = isLate ? { ...change, endedOn: undefined } : change;
  if (await save(store, subjectRef, { change: rest, isListShort: false })) return;
  await noteReader(tools, subjectRef, change);
}

/**
 * What was opened and what was closed never come in one change: one goes before the record, one after.
 * @returns `false` when a later end is known, or the list of periods was to be short and is not
 */
function save(
  store: Store,
  subjectRef: string,
  { change, isListShort }: { change: Change; isListShort: boolean },
): Promise<boolean> {
  const { opened, closed, periods, endedOn } = change;
  const isDated = endedOn !== undefined;
  const isBounded = isListShort && periods.size > 0;
  const expression = [
    clause('SET', given(isDated, 'lastLoanEnd = :endedOn')),
    clause('ADD', given(opened.size, 'links :opened'), given(periods.size, 'periods :periods')),
    clause('DELETE', given(closed.size, 'links :closed')),
  ].join(' ');
  if (expression.trim() === '') return Promise.resolve(true);
  const condition = [
    ...given(isDated, '(attribute_not_exists(lastLoanEnd) OR lastLoanEnd <= :endedOn)'),
    ...given(isBounded, '(attribute_not_exists(periods) OR size(periods) <= :most)'),
  ].join(' AND ');
  const all = { ':endedOn': endedOn, ':opened': opened, ':periods': periods, ':closed': closed };
  const used = Object.entries(all).filter(([name]) => expression.includes(name));
  const values = { ...Object.fromEntries(used), ...(isBounded && { ':most': most }) };
  const update = { expression, values };
  return updateItem(store, { table, key: stateKey(subjectRef), update, condition });
}

const given = <T>(is: boolean | number, one: T): readonly T[] => (is ? [one] : []);

const clause = (verb: string, ...actions: readonly (readonly string[])[]): string =>
  actions.flat().length > 0 ? `${verb} ${actions.flat().join(', ')}` : '';

/** Takes the handles of dead periods off the list; they say nothing, they only take room. */
async function prune(tools: Tools, subjectRef: string, state: State | undefined): Promise<void> {
  if (!state || state.periods.size <= most) return;
  const living = new Set((await periodsOf(tools, state)).map(({ handle }) => handle));
  const dead = new Set([...state.periods].filter((handle) => !living.has(handle)));
  if (dead.size === 0) return;
  const update = { expression: 'DELETE periods :dead', values: { ':dead': dead } };
  await updateItem(tools.store, { table, key: stateKey(subjectRef), update });
}

/** What is gone leaves the list; a state that is gone itself is not made again. */
export async function unlist(store: Store, subjectRef: string, links: readonly string[]) {
  if (links.length === 0) return;
  const update = { expression: 'DELETE links :gone', values: { ':gone': new Set(links) } };
  const condition = 'attribute_exists(pk)';
  await updateItem(store, { table, key: stateKey(subjectRef), update, condition });
}
