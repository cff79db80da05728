import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { tellAllLapsed } from '../app/tell-lapsed.ts';
import { createDeps } from '../container.ts';

/** `notice.replaced`: some purpose means something else now. */
export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return queueFunction(runtime, async () => {
    await tellAllLapsed(deps);
  });
};
