import { mayReach } from '#core/caller.ts';
import type { Operations } from '#core/http/types.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import type { createGateDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { viewDecision } from './views.ts';

export function decideOperations(
  deps: ReturnType<typeof createGateDeps>,
): Operations<typeof manifest, 'decide'> {
  return {
    postDecisions: async ({ body, caller, now, locale }) => {
      const { purpose, channel, at = now, joint } = body;
      const patronRefs = body.subjects ?? (body.patronRef === undefined ? [] : [body.patronRef]);
      const located = await deps.people.locateMany(patronRefs);
      const readers = patronRefs.map((patronRef) => ({
        patronRef,
        located: located.get(patronRef),
      }));
      // One unknown or foreign ref refuses the whole: a caller cannot learn by omission who exists elsewhere.
      const isReachable = readers.every(
        (one) =>
          one.located &&
          mayReach(caller, { patronRef: one.patronRef, commune: one.located.commune }),
      );
      if (!isReachable) return fail(notFound);
      const subjectRefs = readers.flatMap((one) => (one.located ? [one.located.subjectRef] : []));
      const decisions = await deps.gate.decideMany(subjectRefs, {
        purpose,
        channel,
        at,
        joint,
      });
      const items = readers.flatMap(({ patronRef, located: found }) => {
        const decision = found && decisions.get(found.subjectRef);
        return decision ? [viewDecision({ patronRef, decision, purpose, locale })] : [];
      });
      return ok({ status: 200, body: { items } });
    },
  };
}
