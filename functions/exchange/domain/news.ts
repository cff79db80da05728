import * as z from 'zod';
import { ChangeEvent } from '#core/events.ts';

/** What the library system must learn, and by which of our events (RGT-05, NOT-05). */
export const toldTypes = ['consent.changed', 'patron.erased'] as const;

/** A piece of news as it waits for the library system: ids only, the ref is looked up when it asks. */
export const News = ChangeEvent.omit({ actor: true });
export type News = z.infer<typeof News>;

export const Ack = z.strictObject({
  ids: z.array(z.ulid()).min(1).max(200),
  outcome: z.enum(['APPLIED', 'IMPOSSIBLE']),
  reason: z.string().max(300).optional(),
});
