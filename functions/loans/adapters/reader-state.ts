import * as z from 'zod';
import { mapConcurrently } from '#core/concurrency.ts';
import {
  getItem,
  getItems,
  keyOf,
  updatedItem,
  updateItem,
  type Key,
  type Store,
} from '#core/dynamo.ts';
import { Bytes } from '#core/schemas.ts';
import type { NamedPeriod } from '#core/vault/period-keys.ts';
import type { ReaderNote } from '../app/ports.ts';
import type { Kind } from '../domain/record.ts';
import { linkedKey, stateKey, table } from './keys.ts';
import { deadOf, returnedKeys } from './returned-pointers.ts';
import type { Tools } from './tools.ts';

const Strings = z.set(z.string()).default(new Set());

/** One small item a reader: what is out, what came back, when the last loan ended. */
const State = z.object({
  links: Strings,
  /** Pointers to returned loans (`returned-pointers.ts`): noise when the key of their period is gone. */
  returned: z.set(Bytes).default(new Set()),
  lastLoanEnd: z.string().optional(),
});
export type State = z.infer<typeof State>;

/** As many pointers leave room in one write unit; beyond, those of dead periods are looked for at every eighth. */
const most = 32;
const step = 8;

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

/** Keys of the records of what a reader returned and may still see. */
export async function returnedOf(
  tools: Pick<Tools, 'runtime' | 'periodKeys'>,
  subjectRef: string,
  { returned }: State,
): Promise<Key[]> {
  if (returned.size === 0) return [];
  return returnedKeys(tools, { subjectRef, pointers: returned }, await livingPeriods(tools));
}

/** Every period of the network that still has a key. */
export async function livingPeriods({
  runtime,
  periodKeys,
}: Pick<Tools, 'runtime' | 'periodKeys'>): Promise<NamedPeriod[]> {
  const communes = runtime.network.communes.map(({ id }) => periodKeys.periods(id));
  return (await Promise.all(communes)).flat();
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
  readonly returned: ReadonlySet<Uint8Array>;
  readonly endedOn?: string | undefined;
}

const merged = (notes: readonly ReaderNote[]): Change => ({
  opened: new Set(notes.flatMap(({ opened }) => opened ?? [])),
  closed: new Set(notes.flatMap(({ closed }) => closed ?? [])),
  returned: new Set(notes.flatMap(({ returned }) => returned ?? [])),
  endedOn: notes
    .flatMap(({ endedOn }) => endedOn ?? [])
    .toSorted()
    .at(-1),
});

/** The clock of RET-09 only goes forward: an end that is corrected to an earlier day never hastens an erasure. */
async function noteReader(tools: Tools, subjectRef: string, change: Change): Promise<void> {
  const { store } = tools;
  const saved =
    (await save(store, subjectRef, change)) ??
    (await save(store, subjectRef, { ...change, endedOn: undefined }));
  const now = saved?.returned.size ?? 0;
  const isTimeToLook = Math.floor(now / step) > Math.floor((now - change.returned.size) / step);
  if (saved && now > most && isTimeToLook) await prune(tools, subjectRef, saved);
}

/**
 * What was opened and what was closed never come in one change: one goes before the record, one after.
 * @returns nothing when a later end is known
 */
async function save(store: Store, subjectRef: string, change: Change): Promise<State | undefined> {
  const { opened, closed, returned, endedOn } = change;
  const isDated = endedOn !== undefined;
  const expression = [
    clause('SET', given(isDated, 'lastLoanEnd = :endedOn')),
    clause('ADD', given(opened.size, 'links :opened'), given(returned.size, 'returned :returned')),
    clause('DELETE', given(closed.size, 'links :closed')),
  ].join(' ');
  if (expression.trim() === '') return State.parse({});
  const all = { ':endedOn': endedOn, ':opened': opened, ':returned': returned, ':closed': closed };
  const used = Object.entries(all).filter(([name]) => expression.includes(name));
  const update = { expression, values: Object.fromEntries(used) };
  return updatedItem(store, {
    table,
    key: stateKey(subjectRef),
    update,
    schema: State,
    ...(isDated && {
      condition: 'attribute_not_exists(lastLoanEnd) OR lastLoanEnd <= :endedOn',
    }),
  });
}

const given = <T>(is: boolean | number, one: T): readonly T[] => (is ? [one] : []);

const clause = (verb: string, ...actions: readonly (readonly string[])[]): string =>
  actions.flat().length > 0 ? `${verb} ${actions.flat().join(', ')}` : '';

async function prune(tools: Tools, subjectRef: string, { returned }: State): Promise<void> {
  const dead = deadOf(returned, await livingPeriods(tools));
  if (dead.length === 0) return;
  const update = { expression: 'DELETE returned :dead', values: { ':dead': new Set(dead) } };
  await updateItem(tools.store, { table, key: stateKey(subjectRef), update });
}

/** What is gone leaves the list; a state that is gone itself is not made again. */
export async function unlist(store: Store, subjectRef: string, links: readonly string[]) {
  if (links.length === 0) return;
  const update = { expression: 'DELETE links :gone', values: { ':gone': new Set(links) } };
  const condition = 'attribute_exists(pk)';
  await updateItem(store, { table, key: stateKey(subjectRef), update, condition });
}

/** Nothing that was returned is left to lead to. */
export async function unlistReturned(store: Store, subjectRef: string) {
  const update = { expression: 'REMOVE returned' };
  const condition = 'attribute_exists(returned)';
  await updateItem(store, { table, key: stateKey(subjectRef), update, condition });
}
