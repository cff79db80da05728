import type { Create } from '#core/entry.ts';
import { comeOfAge } from '../app/come-of-age.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return async () => ({ changed: await comeOfAge(deps) });
};
