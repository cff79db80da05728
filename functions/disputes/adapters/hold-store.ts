import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import {
  absent,
  connect,
  getItems,
  partition,
  putItem,
  queryAll,
  transact,
  unchangedSince,
} from '#core/dynamo.ts';
import { auditItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { Bytes } from '#core/schemas.ts';
import type { Leaving } from '#core/tally.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Holds, Stored } from '../app/ports.ts';
import { Words } from '../domain/hold.ts';
import {
  communePartition,
  holdKey,
  holdPrefix,
  readerKey,
  readerPartition,
  table,
} from './keys.ts';

/** In the clear: dates, a commune, opaque ids. Who, what and why: in `sealed` (class `dispute`). */
const HoldItem = z.object({
  holdId: z.string(),
  commune: z.string(),
  subjectRef: z.string(),
  openedOn: z.string(),
  reviewOn: z.string(),
  closedOn: z.string().optional(),
  purgeAt: z.int().optional(),
  version: z.int(),
  sealed: Bytes,
});
type HoldItem = z.infer<typeof HoldItem>;

const EntryItem = z.object({ commune: z.string(), holdId: z.string() });

const keyClass = 'dispute';
const auditKept = Temporal.Duration.from(retentionRules['RET-17'].parameters.auditLog);

export function createHolds(runtime: Runtime): Holds {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const identity = (hold: { commune: string; holdId: string }) => {
    const { pk, sk } = holdKey(hold);
    return [table, pk, sk];
  };
  const inCommune = (commune: string) =>
    queryAll(store, {
      table,
      schema: HoldItem,
      where: partition(communePartition(commune), holdPrefix),
    });
  const isThere = ({ purgeAt }: HoldItem) => isVisible(purgeAt, runtime.clock.now());

  const open = async (items: readonly HoldItem[]): Promise<Stored[]> => {
    const opened = items.filter(isThere).map(async ({ sealed, version, ...hold }) => {
      const { subjectRef } = hold;
      const where = { subjectRef, keyClass, identity: identity(hold) } as const;
      const words = await vault.open({ ...where, sealed, schema: Words });
      return words ? [{ hold: { ...hold, words }, version }] : [];
    });
    return (await Promise.all(opened)).flat();
  };
  const load = async (holds: readonly { commune: string; holdId: string }[]) => {
    const items = await getItems(store, { table, keys: holds.map(holdKey), schema: HoldItem });
    return [...items.values()];
  };
  const ofReader = async (subjectRef: string) => {
    const where = partition(readerPartition(subjectRef), holdPrefix);
    return load(await queryAll(store, { table, schema: EntryItem, where }));
  };
  /** RET-17: twelve months, and with no word of a document. */
  const logItem = (event: ChangeEvent) => {
    const pk = communePartition(event.commune);
    const end = runtime.clock.now().toZonedDateTimeISO('UTC').add(auditKept).toInstant();
    return { ...auditItem(pk, event), purgeAt: epochSeconds(end) };
  };

  return {
    find: async (holdId, communes) =>
      (await open(await load(communes.map(({ id }) => ({ commune: id, holdId })))))[0],
    list: async (commune) => open(await inCommune(commune)),
    of: async (subjectRef) => open(await ofReader(subjectRef)),
    blocking: async (subjectRef) =>
      (await ofReader(subjectRef)).filter(({ closedOn }) => closedOn === undefined),
    save: async (hold, { version, event }) => {
      const { words, ...rest } = hold;
      const { commune, holdId, subjectRef, purgeAt } = hold;
      const subject = { subjectRef, commune };
      const sealed = await vault.seal({
        ...{ subject, keyClass, identity: identity(hold), value: words },
      });
      if (!sealed) return false;
      const item = { ...holdKey(hold), ...rest, version: (version ?? 0) + 1, sealed };
      const entry = { ...readerKey(hold), commune, holdId, purgeAt };
      const condition = version === undefined ? absent : unchangedSince(version);
      return transact(store, [
        { table, put: item, condition },
        { table, put: entry },
        ...(event ? [{ table, put: logItem(event) }] : []),
      ]);
    },
    survey: async (commune) => {
      const items = await inCommune(commune);
      const due = items.flatMap((item): Leaving[] => {
        const { openedOn, closedOn } = item;
        return closedOn === undefined || isThere(item)
          ? []
          : [{ keys: [holdKey(item), readerKey(item)], days: [openedOn, closedOn] }];
      });
      return { due, standing: await open(items) };
    },
    record: async (event) => {
      await putItem(store, { table, item: logItem(event) });
    },
  };
}
