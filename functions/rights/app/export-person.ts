import type { Temporal } from 'temporal-polyfill';
import type { Caller } from '#core/caller.ts';
import type { ExportStep } from '#core/contributions.ts';
import { conflict } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { readCase } from './move-case.ts';
import type { Cases } from './ports.ts';

/** RGT-03: everything that every plugin holds on the person of an approved access case, by category, as it stands now. */
export async function exportPerson(
  deps: { runtime: Runtime; cases: Cases; steps: readonly ExportStep[] },
  request: { id: string; caller: Caller; now: Temporal.Instant },
): Promise<Result<Record<string, unknown>>> {
  const found = await readCase(deps, request.id, request.caller);
  if (!found.ok) return found;
  const { kind, state, subjectRef, commune } = found.value;
  if (kind !== 'ACCESS' || !['APPROVED', 'COMPLETED'].includes(state)) return fail(notApproved);
  const categories: Record<string, unknown> = {};
  for (const step of deps.steps)
    categories[step.category] = await step.read({ subjectRef, commune }, request.now);
  return ok({ exportedAt: request.now.toString({ smallestUnit: 'second' }), categories });
}

const notApproved = conflict('NOT_AN_APPROVED_ACCESS', {
  fr: 'Seule une demande d’accès acceptée ouvre un export',
  en: 'Only an approved access request opens an export',
});
