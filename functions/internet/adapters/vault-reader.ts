import type * as z from 'zod';
import { connect, getItems, partition, queryAll, type Key } from '#core/dynamo.ts';
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

  const open = async <S extends z.ZodType>(
    item: TraceItem,
    schema: S,
  ): Promise<z.output<S> | undefined> => {
    const key = await keys.find(item);
    return key && openJson({ key, identity: identityOf(item), sealed: item.sealed, schema });
  };

  /** The trace of another kind of the same session. */
  const beside = async <S extends z.ZodType>(
    at: { place: SessionPlace; kind: Kind; sk: string },
    schema: S,
  ): Promise<z.output<S> | undefined> => {
    const key: Key = { pk: partitionOf(at.kind, periodOf(at.kind, at.place)), sk: at.sk };
    const items = await getItems(store, { table, keys: [key], schema: TraceItem });
    const [item] = items.values();
    return item && open(item, schema);
  };

  const onDay = async (place: SessionPlace, window: Window): Promise<Disclosed[]> => {
    const pk = partitionOf('TECHNICAL', periodOf('TECHNICAL', place));
    const items = await queryAll(store, { table, schema: TraceItem, where: partition(pk) });
    const found: Disclosed[] = [];
    for (const item of items) {
      const technical = await open(item, TechnicalTrace);
      if (!technical || !overlaps(technical, window)) continue;
      const { sk } = item;
      const identity = await beside({ place, kind: 'IDENTITY', sk }, IdentityTrace);
      if (window.subjectRef !== undefined && identity?.subjectRef !== window.subjectRef) continue;
      const security = await beside({ place, kind: 'SECURITY', sk }, SecurityTrace);
      found.push({ technical, ...(identity && { identity }), ...(security && { security }) });
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

const isAfter = (a: { toString(): string }, b: { toString(): string }) =>
  a.toString() > b.toString();

function overlaps(trace: z.infer<typeof TechnicalTrace>, { library, from, to }: Window): boolean {
  return (
    trace.library === library &&
    trace.from <= to.epochMilliseconds &&
    trace.to >= from.epochMilliseconds
  );
}
