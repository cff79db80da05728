import type { Create } from '#core/entry.ts';
import { comeOfAge } from '../app/come-of-age.ts';
import { turnFifteen } from '../app/turn-fifteen.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return async () => {
    const [changed, fifteen] = await Promise.all([comeOfAge(deps), turnFifteen(deps)]);
    return { changed, fifteen };
  };
};
