import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Handler } from '#core/entry.ts';
import { putBack, replayAndLift, takeBackup } from '../../../infra/restore/restore.ts';

/**
 * The process that is killed. It does what the night does, or what docs/runbooks/restore.md does, with the very bundles that
 * are deployed, and ends with 0. It starts when it is sent its errand.
 */
export const Errand = z.object({
  /** Of `bundleFunctions`. */
  bundles: z.string(),
  /** What the scheduler says. */
  at: z.string(),
  /** Restores these data tables from the copies beside them; else it is a night. */
  restore: z
    .object({ tables: z.array(z.string()), prefix: z.string(), copies: z.string() })
    .optional(),
});
export type Errand = z.infer<typeof Errand>;

async function run({ bundles, at, restore }: Errand): Promise<void> {
  const invoke = async (target: string, event: object): Promise<unknown> => {
    const module: unknown = await import(pathToFileURL(join(bundles, target, 'index.mjs')).href);
    const { handler } = z
      .object({ handler: z.custom<Handler>((value) => typeof value === 'function') })
      .parse(module);
    return handler({ at, ...event }, { awsRequestId: 'one', getRemainingTimeInMillis: () => 1e6 });
  };
  if (!restore) {
    await invoke('retention-sweep', {});
    return;
  }
  const client = new DynamoDBClient({});
  const backup = await takeBackup({ client, prefix: restore.copies }, restore.tables);
  const place = { client, prefix: restore.prefix };
  await putBack(place, backup);
  await replayAndLift(place, invoke);
}

process.once('message', (errand) => {
  void run(Errand.parse(errand)).finally(() => process.disconnect());
});
