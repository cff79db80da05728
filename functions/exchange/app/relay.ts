import type { ChangeEvent } from '#core/events.ts';

/** Where changes wait and where they go. */
export interface RelayPorts {
  /** The oldest pending events, at most `limit`. */
  pending(limit: number): Promise<{ event: ChangeEvent; done: () => Promise<void> }[]>;
  /** Hands an event to the queue of every function that waits for its type. */
  deliver(event: ChangeEvent): Promise<void>;
}

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
