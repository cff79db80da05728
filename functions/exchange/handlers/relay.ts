import type { Create } from '#core/entry.ts';
import { createOutboxes } from '../adapters/outboxes.ts';
import { relayChanges } from '../app/relay.ts';

export const create: Create = (runtime) => {
  const ports = createOutboxes(runtime);
  return async () => {
    const moved = await relayChanges(ports);
    if (moved > 0) runtime.log.info('OUTBOX_RELAYED', { count: moved });
    return { moved };
  };
};
