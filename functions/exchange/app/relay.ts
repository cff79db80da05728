import { chunks } from '#core/chunks.ts';
import type { RelayPorts } from './ports.ts';

/** Changes that are marked together: two calls of the store, and what a crash delivers twice at most. */
const together = 50;

/**
 * Moves what changed from the outboxes to the queues: delivered first, marked after, so a crash in between
 * delivers twice and loses nothing. Returns how many were moved.
 */
export async function relayChanges(ports: RelayPorts, limit = 500): Promise<number> {
  const pending = await ports.pending(limit);
  for (const batch of chunks(pending, together)) {
    await ports.deliver(batch.map(({ event }) => event));
    await ports.mark(batch);
  }
  return pending.length;
}
