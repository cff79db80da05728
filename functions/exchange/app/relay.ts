import { chunks } from '#core/chunks.ts';
import { deliverable, type RelayPorts } from './ports.ts';

/**
 * Moves what changed from the outboxes to the queues: delivered first, marked after, so a crash in between
 * delivers twice and loses nothing. Returns how many were moved.
 */
export async function relayChanges(ports: RelayPorts, limit = 500): Promise<number> {
  const pending = await ports.pending(limit);
  for (const batch of chunks(pending, deliverable)) {
    await ports.deliver(batch.map(({ event }) => event));
    await Promise.all(batch.map(({ done }) => done()));
  }
  return pending.length;
}
