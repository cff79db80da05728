import type { Create } from '#core/entry.ts';
import { closeMonths } from '../app/close-months.ts';
import { createCloseDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createCloseDeps(runtime);
  return async () => ({ closed: await closeMonths(deps) });
};
