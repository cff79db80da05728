import { Temporal } from 'temporal-polyfill';
import { periodDeadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { endsConsent, type LedgerEvent } from './ledger.ts';

const { proofAfterEnd } = retentionRules['RET-15'].parameters;

/** RET-15: from when the proof of a consent that ended at this instant is no more; epoch seconds. */
export function proofDeadline(endedAt: string, zone: string): number {
  const from = Temporal.Instant.from(endedAt).toZonedDateTimeISO(zone).toPlainDate();
  return periodDeadline({ from, period: proofAfterEnd, zone }).purgeAt;
}

/**
 * RET-15: what proves consents that ended more than five years ago — each yes with the no that ended it. What a person
 * said later on the same purpose and channel is another consent, with its own proof.
 */
export function proofsOver(
  events: readonly LedgerEvent[],
  { now, zone }: { now: number; zone: string },
): LedgerEvent[] {
  const lastOver = new Map<string, number>();
  for (const event of events) {
    if (!endsConsent(event) || proofDeadline(event.evidence.occurredAt, zone) > now) continue;
    const key = pairOf(event);
    lastOver.set(key, Math.max(event.seq, lastOver.get(key) ?? 0));
  }
  return events.filter((event) => event.seq <= (lastOver.get(pairOf(event)) ?? 0));
}

const pairOf = ({ purpose, channel }: LedgerEvent) => `${purpose}|${channel}`;
