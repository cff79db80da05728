import { communesOf } from '#core/network.ts';
import { actsIn } from '#core/caller.ts';
import type { Operations } from '#core/http/types.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { finishTask } from '../app/finish-task.ts';
import { takeTask } from '../app/take-task.ts';
import type { createWorklistDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function worklistOperations(
  deps: ReturnType<typeof createWorklistDeps>,
): Operations<typeof manifest, 'worklist'> {
  return {
    postNextTask: async ({ parameters, caller, now }) => {
      const task = await takeTask(deps, { ...parameters, caller, now });
      return ok(
        task
          ? { status: 200, body: task, headers: { 'cache-control': 'no-store' } }
          : { status: 204 },
      );
    },
    postTaskOutcome: async ({ parameters, body, caller }) => {
      const finished = await finishTask(deps, { ...parameters, ...body, caller });
      return finished.ok ? ok({ status: 204 }) : finished;
    },
    getWorklistCount: async ({ parameters, query, caller }) => {
      if (query.commune !== undefined && !actsIn(caller, query.commune)) return fail(notFound);
      const { list } = parameters;
      const communes = communesOf(deps.runtime.network, caller, query.commune);
      const tasks = await Promise.all(
        communes.map(({ id }) => deps.notifications.tasks({ list, commune: id })),
      );
      return ok({ status: 200, body: { count: tasks.flat().length } });
    },
  };
}
