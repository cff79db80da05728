import type { Create } from '#core/entry.ts';
import { resumeCases } from '../app/resume-cases.ts';
import { createErasureDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createErasureDeps(runtime);
  return async () => ({ resumed: await resumeCases(deps) });
};
