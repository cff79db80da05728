import * as z from 'zod';
import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { noteTold } from '../app/tell-untold.ts';
import { createDeps } from '../container.ts';

/** `notice.told`: by which channel. */
const Told = z.object({ channel: z.enum(['EMAIL', 'POST']) });

export const create: Create = (runtime) => {
  const deps = createDeps(runtime);
  return queueFunction(runtime, async ({ subjectRef, commune, data }) => {
    if (subjectRef === undefined) return;
    const by = Told.parse(data).channel === 'EMAIL' ? 'EMAIL' : 'LETTER';
    await noteTold(deps, { subjectRef, commune, by });
  });
};
