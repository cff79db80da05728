import * as z from 'zod';
import type { ErasureStep } from '#core/contributions.ts';
import type { Create } from '#core/entry.ts';
import { replay } from '../app/replay.ts';
import { createReplayDeps } from '../container.ts';

const Restored = z.object({ tables: z.array(z.string()).min(1) });

export const create: Create<ErasureStep> = (runtime, steps) => {
  const deps = { ...createReplayDeps(runtime), steps };
  return (event) => replay(deps, Restored.parse(event));
};
