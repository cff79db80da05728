import type * as z from 'zod';
import { connect, getItems, keyOf, partition, queryAll } from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { openJson } from '#core/vault/vault.ts';
import type { Disclosed, SessionPlace, Window } from '../app/ports.ts';
import { IdentityTrace, SecurityTrace, TechnicalTrace, type Kind } from '../domain/session.ts';
import {
  createVaultKeys,
  identityOf,
  partitionOf,
  periodOf,
  table,
  TraceItem,
} from './vault-item.ts';

/** Opens what one window asks for. Only code that requires `internet.sessions` has the rights for this. */
export function createVaultReader(runtime: Runtime): {
  sessionsIn(window: Window): Promise<Disclosed[]>;
} {
  const store = connect(runtime);
  const keys = createVaultKeys(runtime);

  /** One after the other: the first fetches the key of the day, the others have it. */
  const open = async <S extends z.ZodType>(
    item: TraceItem | undefined,
    schema: S,
  ): Promise<z.output<S> | undefined> => {
    const key = item && (await keys.find(item));
    return key && openJson({ key, identity: identityOf(item), sealed: item.sealed, schema });
  };

  /** The traces of another kind of the same sessions, in one read; by session. */
  const beside = async (
    kind: Kind,
    place: SessionPlace,
    sessions: readonly TraceItem[],
  ): Promise<(session: TraceItem) => TraceItem | undefined> => {
    const pk = partitionOf(kind, periodOf(kind, place));
    const wanted = sessions.map(({ sk }) => ({ pk, sk }));
    const items = await getItems(store, { table, keys: wanted, schema: TraceItem });
    return ({ sk }) => items.get(keyOf({ pk, sk }));
  };

  const onDay = async (place: SessionPlace, window: Window): Promise<Disclosed[]> => {
    const pk = partitionOf('TECHNICAL', periodOf('TECHNICAL', place));
    const items = await queryAll(store, { table, schema: TraceItem, where: partition(pk) });
    const seen: Seen[] = [];
    for (const item of items) {
      const technical = await open(item, TechnicalTrace);
      if (technical && overlaps(technical, window)) seen.push({ item, technical });
    }
    const identityOfSession = await beside('IDENTITY', place, itemsOf(seen));
    const asked: Seen[] = [];
    for (const one of seen) {
      const identity = await open(identityOfSession(one.item), IdentityTrace);
      if (window.subjectRef === undefined || identity?.subjectRef === window.subjectRef)
        asked.push({ ...one, ...(identity && { identity }) });
    }
    const securityOfSession = await beside('SECURITY', place, itemsOf(asked));
    const found: Disclosed[] = [];
    for (const { item, ...disclosed } of asked) {
      const security = await open(securityOfSession(item), SecurityTrace);
      found.push({ ...disclosed, ...(security && { security }) });
    }
    return found;
  };

  return {
    sessionsIn: async (window) => {
      const zone = zoneIn(runtime.network, window.commune);
      const [first, last] = [window.from, window.to].map((at) =>
        at.toZonedDateTimeISO(zone).toPlainDate(),
      );
      if (!first || !last) return [];
      const found: Disclosed[] = [];
      // A session is filed under the day on which it began.
      for (let day = first.subtract({ days: 1 }); !isAfter(day, last); day = day.add({ days: 1 }))
        found.push(...(await onDay({ commune: window.commune, zone, day }, window)));
      return found;
    },
  };
}

/** A session of the window, and where its technical trace lies. */
type Seen = Disclosed & { readonly item: TraceItem };

const itemsOf = (seen: readonly Seen[]) => seen.map(({ item }) => item);

const isAfter = (a: { toString(): string }, b: { toString(): string }) =>
  a.toString() > b.toString();

function overlaps(trace: z.infer<typeof TechnicalTrace>, { library, from, to }: Window): boolean {
  return (
    trace.library === library &&
    trace.from <= to.epochMilliseconds &&
    trace.to >= from.epochMilliseconds
  );
}
