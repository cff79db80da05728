import type { ExportStep } from '#core/contributions.ts';
import { isVisible } from '#core/calendar.ts';
import { connect, partition, queryAll } from '#core/dynamo.ts';
import type { Contribute } from '#core/entry.ts';
import { subjectPartition, table } from '../adapters/keys.ts';
import { viewNotification } from '../api/views.ts';
import { Notification } from '../domain/notification.ts';
import * as z from 'zod';

const Kept = Notification.extend({ purgeAt: z.int() });

/** The messages of the last six months: purpose, channels, dates and what became of them (RGT-03, RET-16). */
export const contribute: Contribute<ExportStep> = (runtime) => {
  const store = connect(runtime);
  return {
    category: 'NOTIFICATIONS',
    read: async ({ subjectRef }, now) => {
      const where = partition(subjectPartition(subjectRef), 'NOTIFICATION#');
      const items = await queryAll(store, { table, schema: Kept, where });
      return items.filter(({ purgeAt }) => isVisible(purgeAt, now)).map(viewNotification);
    },
  };
};
