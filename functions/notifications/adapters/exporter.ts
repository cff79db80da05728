import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import type { ExportStep } from '#core/contributions.ts';
import { connect, partition, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { Notification, viewNotification } from '../domain/notification.ts';
import { subjectPartition, table } from './keys.ts';

const Kept = Notification.extend({ purgeAt: z.int() });

/** The messages of the last six months: purpose, channels, dates and what became of them (RGT-03, RET-16). */
export function createExporter(runtime: Runtime): Pick<ExportStep, 'read'> {
  const store = connect(runtime);
  return {
    read: async ({ subjectRef }, now) => {
      const where = partition(subjectPartition(subjectRef), 'NOTIFICATION#');
      const items = await queryAll(store, { table, schema: Kept, where });
      return items.filter(({ purgeAt }) => isVisible(purgeAt, now)).map(viewNotification);
    },
  };
}
