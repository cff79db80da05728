import type { IntakeStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { applyEvents } from '../app/apply-events.ts';
import { createIntakeDeps } from '../container.ts';
import { eventSchemas, type SessionEvent } from '../domain/session.ts';

export const contribute: Contribute<IntakeStep<SessionEvent>> = (runtime) => {
  const deps = createIntakeDeps(runtime);
  return { schemas: eventSchemas, apply: (context, events) => applyEvents(deps, context, events) };
};
