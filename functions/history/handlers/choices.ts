import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { noteChoice } from '../app/note-choice.ts';
import { createDeps } from '../container.ts';

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return queueFunction(runtime, (event) => noteChoice(deps, event));
};
