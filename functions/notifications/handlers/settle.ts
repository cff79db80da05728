import * as z from 'zod';
import { channels } from '#core/catalogue/purposes.ts';
import { hasRuleShape } from '#core/problem.ts';
import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { settle } from '../app/advance.ts';
import { createAdvanceDeps } from '../container.ts';
import { StepState } from '../domain/notification.ts';

/** `message.settled`: what became of one channel of one notification. */
const Settled = z.object({
  notificationId: z.string(),
  channel: z.enum(channels),
  state: StepState,
  reason: z.string().optional(),
  rule: z.string().refine(hasRuleShape).optional(),
  templateVersion: z.int().optional(),
  until: z.string().optional(),
});

export const create: Create = (runtime) => {
  const deps = createAdvanceDeps(runtime);
  return queueFunction(runtime, async ({ data }) => {
    const { notificationId, ...news } = Settled.parse(data);
    await settle(deps, notificationId, news);
  });
};
