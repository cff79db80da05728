import { actsIn } from '#core/caller.ts';
import type { Operations } from '#core/http/types.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { requestNotification } from '../app/request-notification.ts';
import type { createRequestDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { viewNotification } from '../domain/notification.ts';

export function requestOperations(
  deps: ReturnType<typeof createRequestDeps>,
): Operations<typeof manifest, 'request'> {
  return {
    postNotification: async ({ body, caller, now }) => {
      const requested = await requestNotification(deps, { request: body, caller, now });
      return requested.ok ? ok({ status: 202, body: requested.value }) : requested;
    },
    getNotification: async ({ parameters, caller }) => {
      const notification = await deps.notifications.find(parameters.id);
      if (!notification || !actsIn(caller, notification.commune)) return fail(notFound);
      return ok({ status: 200, body: viewNotification(notification) });
    },
  };
}
