import * as z from 'zod';
import type { Runtime } from './runtime.ts';

/**
 * What happened, written in the transaction of the change itself: ledger entry, audit record and outbox entry
 * in one item (design §5). Ids only: it travels through queues (GOV-15).
 */
export const ChangeEvent = z.object({
  id: z.ulid(),
  type: z.string(),
  at: z.iso.datetime(),
  commune: z.string(),
  subjectRef: z.string().optional(),
  /** Who did it: `ILS:koha`, `DESK:sub`, `SYSTEM:sweep`. */
  actor: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;

/** An event before it has its id and its instant. */
export type NewEvent = Pick<ChangeEvent, 'type' | 'commune' | 'actor'> &
  Partial<Pick<ChangeEvent, 'subjectRef' | 'data'>>;

export function newEvent(runtime: Runtime, event: NewEvent): ChangeEvent {
  return {
    id: runtime.ids.ulid(),
    at: runtime.clock.now().toString({ smallestUnit: 'millisecond' }),
    data: {},
    ...event,
  };
}

/** The item of an event under the partition of what it changed. `outbox` is the sparse key that the relay reads. */
export function eventItem(
  pk: string,
  event: ChangeEvent,
): { pk: string; sk: string } & Record<string, unknown> {
  return { pk, sk: `EVENT#${event.id}`, outbox: 'PENDING', ...event };
}

/** An audit record that nothing outside needs to hear of, such as a read of a named person (GOV-10). */
export function auditItem(
  pk: string,
  event: ChangeEvent,
): { pk: string; sk: string } & Record<string, unknown> {
  return { pk, sk: `EVENT#${event.id}`, ...event };
}
