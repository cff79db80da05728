import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { announce } from '../app/announce.ts';
import { createAnnounceDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createAnnounceDeps(runtime);
  return queueFunction(runtime, (event) => announce(deps, event));
};
