import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import type { ExportStep } from '#core/contributions.ts';
import { connect, partition, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { Message } from '../domain/message.ts';
import { subjectPartition, table } from './keys.ts';

const Kept = Message.extend({ purgeAt: z.int() });

/** What was sent, when, by which channel and with what result (RGT-03, RET-16). */
export function createExporter(runtime: Runtime): Pick<ExportStep, 'read'> {
  const store = connect(runtime);
  return {
    read: async ({ subjectRef }, now) => {
      const where = partition(subjectPartition(subjectRef), 'MESSAGE#');
      const items = await queryAll(store, { table, schema: Kept, where });
      return items
        .filter(({ purgeAt }) => isVisible(purgeAt, now))
        .map(({ purpose, channel, state, reason, templateVersion, at, recipient }) => ({
          ...{ purpose, channel, state, at, recipient },
          ...(reason !== undefined && { reason }),
          ...(templateVersion !== undefined && { templateVersion }),
        }));
    },
  };
}
