import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import type { ExportStep } from '#core/contributions.ts';
import { connect, partition, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { subjectPartition, table } from './keys.ts';

const Logged = z.object({
  type: z.string(),
  at: z.string(),
  actor: z.string(),
  data: z.object({ purpose: z.string().optional(), channel: z.string().optional() }),
  purgeAt: z.int(),
});

/** Which links to their choices a reader was given, and what they were asked to confirm: when, by whom (RGT-03). */
export function createExporter(runtime: Runtime): Pick<ExportStep, 'read'> {
  const store = connect(runtime);
  return {
    read: async ({ subjectRef }, now) => {
      const where = partition(subjectPartition(subjectRef), 'EVENT#');
      const items = await queryAll(store, { table, schema: Logged, where });
      return items
        .filter(({ purgeAt }) => isVisible(purgeAt, now))
        .map(({ type, at, actor, data: { purpose, channel } }) => ({
          ...{ type, at, actor },
          ...(purpose !== undefined && { purpose, channel }),
        }));
    },
  };
}
