import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import { everyPurpose } from '../domain/ledger.ts';
import { appendDecision } from './record-decision.ts';
import type { LedgerStore, Suppressions } from './ports.ts';

/**
 * NOT-04, in its safest reading: a STOP stops every SMS that is not mandatory, of the whole network, to this number —
 * for every reader who shares it, and for children whose guardian has it (the suppressed number) — and messages take
 * another channel. Twice is once.
 * @returns how many readers share the number
 */
export async function stopSms(
  deps: { runtime: Runtime; ledger: LedgerStore; suppressions: Suppressions; people: People },
  { mobile }: { mobile: string },
): Promise<number> {
  const sharing = await deps.people.byMobile(mobile);
  const occurredAt = deps.runtime.clock.now().toString({ smallestUnit: 'millisecond' });
  // The number first: if we die on the way, the safest half is done and the provider tells us again.
  await deps.suppressions.add(mobile, [everyPurpose]);
  deps.runtime.reached('consent.stop.suppressed');
  for (const subject of sharing) {
    const recorded = await appendDecision(deps, {
      subject,
      actor: 'PATRON:sms',
      purpose: everyPurpose,
      channel: 'SMS',
      decision: 'OPPOSED',
      act: 'STOP_SMS',
      evidence: { occurredAt, joint: false },
    });
    if (!recorded.ok) throw new Error('a STOP could not be recorded');
  }
  return sharing.length;
}
