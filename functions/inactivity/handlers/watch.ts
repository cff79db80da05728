import type { Create } from '#core/entry.ts';
import { watchReaders } from '../app/watch-readers.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return async () => {
    const count = await watchReaders(deps);
    if (count > 0) runtime.log.info('SCHEDULE_COMPLETED', { schedule: 'inactivity-watch', count });
    return { count };
  };
};
