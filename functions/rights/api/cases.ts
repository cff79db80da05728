import type { Problem } from '#core/problem.ts';
import type { Operations } from '#core/http/types.ts';
import type { Caller } from '#core/caller.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { moveCase, readCase } from '../app/move-case.ts';
import { openCase } from '../app/open-case.ts';
import type { createDeps } from '../container.ts';
import { carriedOut, type Command, type RightsCase } from '../domain/case.ts';
import type { manifest } from '../manifest.ts';

export function caseOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'cases'> {
  const move = async (
    id: string,
    command: Command,
    act: { caller: Caller; by?: string | undefined; reason?: string | undefined },
  ) => reply(await moveCase(deps, { id, command, ...act }));
  return {
    openCase: async ({ body, caller, now }) => {
      if (!(body.kind in carriedOut)) return fail(notServedYet);
      const opened = await openCase(deps, { input: body, caller, now });
      return opened.ok ? ok({ status: 201, body: view(opened.value) }) : opened;
    },
    readCase: async ({ parameters, caller }) => reply(await readCase(deps, parameters.id, caller)),
    verifyCase: ({ parameters, body, caller }) =>
      move(parameters.id, body.reasonableDoubt ? 'doubt' : 'verify', {
        caller,
        by: body.by,
        reason: body.reasonableDoubt?.reason,
      }),
    approveCase: ({ parameters, body, caller }) =>
      move(parameters.id, 'approve', { caller, ...body }),
    refuseCase: ({ parameters, body, caller }) =>
      move(parameters.id, 'refuse', { caller, by: body.by, reason: body.reason }),
    withdrawCase: ({ parameters, caller }) => move(parameters.id, 'withdraw', { caller }),
    executeCase: async ({ parameters, caller }) => {
      const found = await readCase(deps, parameters.id, caller);
      if (!found.ok) return found;
      const command = found.value.kind === 'ACCESS' ? carriedOut.ACCESS : carriedOut.ERASURE;
      const moved = await moveCase(deps, { id: parameters.id, command, caller });
      return moved.ok ? ok({ status: 202, body: view(moved.value) }) : moved;
    },
  };
}

function reply(moved: Result<RightsCase>): Result<{ status: number; body: unknown }> {
  return moved.ok ? ok({ status: 200, body: view(moved.value) }) : moved;
}

/** The case as the API shows it: without the opaque ref of the reader, which nobody outside needs. */
function view({
  subjectRef: _subject,
  version: _version,
  sealedRef: _sealed,
  ...shown
}: RightsCase) {
  const { receivedOn, requester, ...rest } = shown;
  return { ...rest, requester: { type: requester.type }, receivedAt: receivedOn };
}

const notServedYet: Problem = {
  status: 422,
  code: 'KIND_NOT_SERVED_YET',
  title: {
    fr: 'Cette version traite les demandes d’effacement et d’accès',
    en: 'This version serves requests for erasure and access',
  },
};
