import { Temporal } from 'temporal-polyfill';
import { periodDeadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { endsConsent, type Channel, type LedgerEvent } from './ledger.ts';

const { proofAfterEnd } = retentionRules['RET-15'].parameters;

/** Where a consent ended: its purpose, its channel, and up to which entry of the ledger. */
export interface End {
  readonly purpose: string;
  readonly channel: Channel;
  readonly seq: number;
  /** ISO instant. */
  readonly at: string;
}

/** RET-15: from when the proof of a consent that ended at this instant is no more; epoch seconds. */
export function proofDeadline(endedAt: string, zone: string): number {
  const from = Temporal.Instant.from(endedAt).toZonedDateTimeISO(zone).toPlainDate();
  return periodDeadline({ from, period: proofAfterEnd, zone }).purgeAt;
}

/** Every no that ended a consent of which something is still kept; a STOP ends all of its channel (NOT-04). */
export function endsBy(events: readonly LedgerEvent[]): End[] {
  return events.flatMap((no) =>
    events
      .filter((said) => said.seq <= no.seq && endsConsent(no, said))
      .map(({ purpose, channel }) => ({
        purpose,
        channel,
        seq: no.seq,
        at: no.evidence.occurredAt,
      })),
  );
}

/**
 * RET-15: what proves consents that ended more than five years ago — each yes with the no that ended it. What a person
 * said later on the same purpose and channel is another consent, with its own proof.
 * @param lapses where a consent ended and nobody said no (CON-07, CON-09)
 */
export function proofsOver(
  events: readonly LedgerEvent[],
  { lapses, now, zone }: { lapses: readonly End[]; now: number; zone: string },
): LedgerEvent[] {
  const over = [...endsBy(events), ...lapses].filter(({ at }) => proofDeadline(at, zone) <= now);
  return events.filter((event) =>
    over.some(
      ({ purpose, channel, seq }) =>
        purpose === event.purpose && channel === event.channel && event.seq <= seq,
    ),
  );
}
