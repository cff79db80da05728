import * as z from 'zod';
import { connect, getItems, partition, putItem, queryAll, updateItem } from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import { keysOfReader } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Forms } from '../app/ports.ts';
import { FormToShred } from '../domain/form.ts';

export const table = 'PaperForms';

const Item = FormToShred.extend({
  pk: z.string(),
  sk: z.string(),
  commune: z.string(),
  since: z.string().default(''),
});
const toShred = { pk: 'toShred', sk: 'since' };

/** A number belongs to its commune. */
const keyOf = ({ commune, formNumber }: { commune: string; formNumber: string }) => ({
  pk: `FORM#${commune}#${formNumber}`,
  sk: 'FORM',
});

export function createForms(runtime: Runtime): Forms {
  const store = connect(runtime);
  const shown = ({ formNumber, library, kind, place, signedOn, since }: z.infer<typeof Item>) => ({
    ...{ formNumber, library, kind, place, signedOn, since },
  });

  return {
    file: ({ subjectRef, ...form }) =>
      putItem(store, {
        table,
        item: { ...keyOf(form), ...form, reader: subjectRef },
        condition: {
          expression: 'attribute_not_exists(pk) OR reader = :reader',
          values: { ':reader': subjectRef },
        },
      }),
    destroy: (form, { on, scanned }) =>
      updateItem(store, {
        table,
        key: keyOf(form),
        update: {
          expression: 'SET destroyedOn = :on, scanned = :scanned REMOVE reader, toShred',
          values: { ':on': on, ':scanned': scanned },
        },
        condition: 'attribute_exists(pk) AND attribute_not_exists(destroyedOn)',
      }),
    toShred: async (commune) => {
      const where = partition(commune, undefined, toShred);
      const items = await queryAll(store, { table, index: 'toShred', schema: Item, where });
      return items.map(shown);
    },
    ofReader: async (subjectRef) => {
      const keys = await keysOfReader(store, { table, subjectRef });
      return [...(await getItems(store, { table, keys, schema: Item })).values()].map(shown);
    },
    release: async (subjectRef) => {
      const keys = await keysOfReader(store, { table, subjectRef });
      const items = await getItems(store, { table, keys, schema: Item });
      const now = runtime.clock.now();
      for (const { pk, sk, commune } of items.values()) {
        const zone = zoneIn(runtime.network, commune);
        const since = now.toZonedDateTimeISO(zone).toPlainDate().toString();
        await updateItem(store, {
          table,
          key: { pk, sk },
          update: {
            expression: 'SET toShred = :commune, since = :since REMOVE reader',
            values: { ':commune': commune, ':since': since },
          },
          condition: 'attribute_exists(reader)',
        });
      }
      return items.size;
    },
  };
}
