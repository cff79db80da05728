import type { Create } from '#core/entry.ts';
import { comeOfAge } from '../app/come-of-age.ts';
import { turnFifteen } from '../app/turn-fifteen.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return async () => ({ changed: await comeOfAge(deps), fifteen: await turnFifteen(deps) });
};
