import { isVisible, writeInstant } from '#core/calendar.ts';
import type { ExportStep } from '#core/contributions.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { deadlineOf } from '../domain/consultation.ts';
import type { Consultations } from './ports.ts';

/** RGT-03: what is not due yet, with when it leaves; the deadline counts before the bytes are gone (RET-04, RET-08). */
export function exportStep(deps: { runtime: Runtime; consultations: Consultations }): ExportStep {
  const { runtime, consultations } = deps;
  return {
    category: 'ARCHIVE_CONSULTATIONS',
    read: async ({ subjectRef }, now) => {
      const shown = [];
      for (const { site, at, patronRef: _own, documentRef } of await consultations.ofReader(
        subjectRef,
      )) {
        const zone = zoneIn(runtime.network, site.commune);
        const deadline = deadlineOf({ at, zone }, await consultations.lastInventory(site));
        if (!isVisible(deadline.purgeAt, now)) continue;
        const keptUntil = deadline.visibleUntil.toPlainDate().toString();
        shown.push({ site: site.code, documentRef, at: writeInstant(at, zone), keptUntil });
      }
      return { consultations: shown };
    },
  };
}
