import type { Create } from '#core/entry.ts';
import { resumeCases } from '../app/resume-cases.ts';
import { createRunDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createRunDeps(runtime);
  return async () => ({ resumed: await resumeCases(deps) });
};
