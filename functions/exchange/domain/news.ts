import * as z from 'zod';
import { ChangeEvent } from '#core/events.ts';

/** What the library system must learn, and by which of our events (RGT-05, NOT-05). */
export const toldTypes = ['consent.changed', 'patron.erased'] as const;

/** A piece of news as it waits for the library system: ids only, the ref is looked up when it asks. */
export const News = ChangeEvent.omit({ actor: true }).extend({
  /** The library system cannot do it: people must (NOT-05). */
  isImpossible: z.boolean().optional(),
});
export type News = z.infer<typeof News>;

export const Ack = z.strictObject({
  ids: z.array(z.ulid()).min(1).max(200),
  outcome: z.enum(['APPLIED', 'IMPOSSIBLE']),
  reason: z.string().max(300).optional(),
});

/** NOT-05: what was to have reached the record in the library system within a day, and has not. No name, no ref. */
export const Discrepancy = z.object({
  /** Id of the news, which the library system knows. */
  id: z.string(),
  at: z.string(),
  commune: z.string(),
  type: z.string(),
  purpose: z.string().optional(),
  channel: z.string().optional(),
  state: z.string().optional(),
  answer: z.enum(['NONE', 'IMPOSSIBLE']),
  warning: z.string().optional(),
});
