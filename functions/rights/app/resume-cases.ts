import type { Runtime } from '#core/runtime.ts';
import { saveMove } from './move-case.ts';
import type { Cases } from './ports.ts';

/** Every day the cases that wait are tried again: a blocker that has gone no longer holds anything back (RET-11). */
export async function resumeCases(deps: { runtime: Runtime; cases: Cases }): Promise<number> {
  let resumed = 0;
  for (const theCase of await deps.cases.waiting()) {
    const command = theCase.state === 'AWAITING_BLOCKER' ? 'resume' : 'execute';
    const moved = await saveMove(deps, { theCase, command, actor: 'SYSTEM:resume' });
    if (moved.ok) resumed += 1;
  }
  return resumed;
}
