import * as z from 'zod';
import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { sendMessage } from '../app/send-message.ts';
import { createSendDeps } from '../container.ts';

/** `message.requested`: which notification, by which channel, for the how-manieth time. */
const Requested = z.object({
  notificationId: z.string(),
  channel: z.enum(['EMAIL', 'SMS']),
  attempt: z.int(),
});

export const create: Create = (runtime) => {
  const deps = createSendDeps(runtime);
  return queueFunction(runtime, ({ data }) => sendMessage(deps, Requested.parse(data)));
};
