import type { Create } from '#core/entry.ts';
import { fileNoticeTasks } from '../app/tell-untold.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return async () => ({ filed: await fileNoticeTasks(deps) });
};
