import type { RelayPorts } from './ports.ts';

/**
 * Moves what changed from the outboxes to the queues: delivered first, marked after, so a crash in between
 * delivers twice and loses nothing. Returns how many were moved.
 */
export async function relayChanges(ports: RelayPorts, limit = 500): Promise<number> {
  let moved = 0;
  for (const { event, done } of await ports.pending(limit)) {
    await ports.deliver(event);
    await done();
    moved += 1;
  }
  return moved;
}
