import type { IntakeStep } from '#core/contributions.ts';
import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { createClientGate } from '../../clients/provides.ts';
import { intakeOperations } from '../api/ils-events.ts';
import { manifest } from '../manifest.ts';

export const create: Create<IntakeStep> = (runtime, steps) =>
  httpFunction(runtime, {
    manifest,
    function: 'intake',
    operations: intakeOperations(steps),
    clients: createClientGate(runtime),
  });
