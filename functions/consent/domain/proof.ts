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

/**
 * Every no that ended a consent of which something is still kept; a STOP ends all of its channel (NOT-04).
 * @param events in the order of the ledger
 */
export function endsBy(events: readonly LedgerEvent[]): End[] {
  const said = new Map<string, LedgerEvent>();
  return events.flatMap((no) => {
    said.set(pairKey(no), no);
    return [...said.values()]
      .filter((pair) => endsConsent(no, pair))
      .map(({ purpose, channel }) => ({
        purpose,
        channel,
        seq: no.seq,
        at: no.evidence.occurredAt,
      }));
  });
}

/**
 * RET-15: what proves consents that ended more than five years ago — each yes with the no that ended it. What a person
 * said later on the same purpose and channel is another consent, with its own proof.
 * @param events in the order of the ledger
 * @param lapses where a consent ended and nobody said no (CON-07, CON-09)
 */
export function proofsOver(
  events: readonly LedgerEvent[],
  { lapses, now, zone }: { lapses: readonly End[]; now: number; zone: string },
): LedgerEvent[] {
  const over = [...endsBy(events), ...lapses]
    .filter(({ at }) => proofDeadline(at, zone) <= now)
    .toSorted((a, b) => a.seq - b.seq);
  const overUntil = new Map(over.map((end) => [pairKey(end), end.seq]));
  return events.filter((event) => event.seq <= (overUntil.get(pairKey(event)) ?? 0));
}

const pairKey = ({ purpose, channel }: Pick<LedgerEvent, 'purpose' | 'channel'>) =>
  `${purpose}|${channel}`;
