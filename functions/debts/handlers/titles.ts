import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { titleOperations } from '../api/titles.ts';
import { recordRefusal } from '../app/read-titles.ts';
import { createTitleDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createTitleDeps(runtime);
  return httpFunction(runtime, {
    manifest,
    function: 'titles',
    operations: titleOperations(deps),
    recordRefusal: (caller) => recordRefusal(deps, caller),
  });
};
