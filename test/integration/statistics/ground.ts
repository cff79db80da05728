import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Runtime } from '#core/runtime.ts';
import { closeMonths } from '../../../functions/statistics/app/close-months.ts';
import { createCloseDeps } from '../../../functions/statistics/container.ts';
import type { TestGround } from '../../support/runtime.ts';
import { created, stored, type StoredItem } from '../loans/ground.ts';

/** `n` loans of as many readers, none of them erased. */
export const loansOf = (n: number, more: object = {}) =>
  Array.from({ length: n }, (_, at) =>
    created(at, { patronRef: `koha:${String(1000 + at)}1`, ...more }),
  );

export const close = (runtime: Runtime) => closeMonths(createCloseDeps(runtime));

/** As stored of one month. */
export async function monthOf(runtime: Runtime, commune: string, month: string) {
  const [found] = await createCloseDeps(runtime).months.list(commune, { from: month, to: month });
  return found;
}

/** As if these were all that the tables hold: a restored copy, or none. */
export async function restore(
  ground: TestGround,
  copies: Readonly<Record<string, readonly StoredItem[]>>,
): Promise<void> {
  for (const [TableName, items] of Object.entries(copies)) {
    for (const { pk, sk } of await stored(ground, TableName))
      await ground.client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
    for (const Item of items) await ground.client.send(new PutItemCommand({ TableName, Item }));
  }
}
