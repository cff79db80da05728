import { actsIn, type Caller } from '#core/caller.ts';
import { conflict, invalid, notFound, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Notification } from '../domain/notification.ts';
import { worklists, type Outcome, type WorklistName } from '../domain/worklist.ts';
import { settle, type AdvanceDeps } from './advance.ts';

/** What became of a task; it moves the message on, once. */
export async function finishTask(
  deps: AdvanceDeps,
  args: { list: WorklistName; taskId: string; outcome: Outcome; caller: Caller },
): Promise<Result<Notification>> {
  const { channel, queued, outcomes } = worklists[args.list];
  const notification = await deps.notifications.find(args.taskId);
  if (!notification || !actsIn(args.caller, notification.commune)) return fail(notFound);
  const state = outcomes[args.outcome];
  if (!state) return fail(invalid([wrongOutcome]));
  if (notification.steps.at(-1)?.state !== queued) return fail(notWaiting);
  await settle(deps, args.taskId, { channel, state, reason: args.outcome });
  return ok(notification);
}

const wrongOutcome: FieldError = {
  field: 'outcome',
  code: 'NOT_ALLOWED',
  message: {
    fr: 'Ce résultat n’est pas de cette liste.',
    en: 'This outcome does not belong to this list.',
  },
};

const notWaiting = conflict('TASK_NOT_WAITING', {
  fr: 'Cette tâche n’attend plus personne',
  en: 'This task no longer waits for anybody',
});
