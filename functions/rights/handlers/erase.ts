import type { ErasureStep } from '#core/contributions.ts';
import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { eraseLapsed } from '../app/erase-lapsed.ts';
import { runErasure } from '../app/run-erasure.ts';
import { createErasureDeps } from '../container.ts';

export const create: Create<ErasureStep> = (runtime, steps) => {
  const deps = { ...createErasureDeps(runtime), steps };
  return queueFunction(runtime, (event) =>
    event.type === 'patron.lapsed'
      ? eraseLapsed(deps, event)
      : runErasure(deps, String(event.data['caseId'])),
  );
};
