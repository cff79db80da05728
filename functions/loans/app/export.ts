import type { ExportStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { instantOf } from '../domain/record.ts';
import type { Circulation } from './ports.ts';
import { show } from './show-loan.ts';

/** RGT-03: everything that can still be opened, with when it leaves; never what is past its deadline (RET-04). */
export function exportStep(deps: { runtime: Runtime; circulation: Circulation }): ExportStep {
  const { runtime, circulation } = deps;
  return {
    category: 'LOANS',
    read: async ({ subjectRef }) => {
      const [open, returned, holds] = await Promise.all([
        circulation.open(subjectRef, 'LOAN'),
        circulation.returned(subjectRef),
        circulation.open(subjectRef, 'HOLD'),
      ]);
      return {
        loans: [...open, ...returned].map((record) => ({
          ...show(runtime, record, 'FULL'),
          subjects: record.details.subjects ?? [],
        })),
        holds: holds.map(({ details, signs }) => ({
          holdRef: details.ref,
          itemRef: details.itemRef,
          title: details.title,
          placedAt: instantOf(details.at).toString(),
          pickupBy: lifeOf(signs).until,
        })),
      };
    },
  };
}
