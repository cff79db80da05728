import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { atFifteen } from '../app/at-fifteen.ts';
import { tellAllLapsed } from '../app/tell-lapsed.ts';
import { createDeps } from '../container.ts';

/** `notice.replaced`: some purpose means something else now. `patron.fifteen`: a step of growing up. */
export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return queueFunction(runtime, async (event) => {
    if (event.type === 'patron.fifteen') await atFifteen(deps, event);
    else await tellAllLapsed(deps);
  });
};
