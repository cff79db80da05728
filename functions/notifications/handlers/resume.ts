import type { Create } from '#core/entry.ts';
import { resumeDue } from '../app/advance.ts';
import { createAdvanceDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createAdvanceDeps(runtime);
  return async () => {
    const count = await resumeDue(deps);
    if (count > 0)
      runtime.log.info('SCHEDULE_COMPLETED', { schedule: 'notifications-resume', count });
    return { count };
  };
};
