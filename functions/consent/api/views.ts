import { reasons, type ReasonCode } from '#core/catalogue/reasons.ts';
import { purposeByCode, purposes } from '#core/catalogue/purposes.ts';
import type { Locale } from '#core/text.ts';
import type { Decision } from '../domain/decide.ts';
import { entryOf, type Consents, type Entry, type LedgerEvent } from '../domain/ledger.ts';

/** Every choice that the reader has, made or not: what was never said is `UNKNOWN` (CON-01). */
export function viewChoices(consents: Consents) {
  return Object.values(purposes)
    .filter(({ mandatory }) => !mandatory)
    .flatMap(({ code, channels, mandatory }) =>
      channels.map((channel) => {
        const entry = entryOf(consents, { purpose: code, channel, isMandatory: mandatory });
        return viewEntry({ purpose: code, channel, entry, seq: consents.seq });
      }),
    );
}

export function viewEntry(args: {
  purpose: string;
  channel: LedgerEvent['channel'];
  entry: Entry | undefined;
  seq: number;
}) {
  const { purpose, channel, entry, seq } = args;
  return {
    purpose,
    channel,
    state: entry?.state ?? ('UNKNOWN' as const),
    seq,
    ...(entry && { eventId: entry.eventId, at: entry.occurredAt }),
  };
}

export function viewEvent({ evidence, ...event }: LedgerEvent) {
  const { occurredAt: at, joint: _joint, ...rest } = evidence;
  return { ...event, at, ...rest };
}

/** The answer of the gate, with a sentence to read aloud. */
export function viewDecision(args: {
  patronRef: string;
  decision: Decision;
  purpose: string;
  locale: Locale;
}) {
  const { patronRef, decision, purpose, locale } = args;
  const { allowed, recipient, consentSeq } = decision;
  const say = (code: ReasonCode) => ({
    code,
    rule: ruleOf(code, purpose),
    message: reasons[code].text[locale],
  });
  return { patronRef, allowed, reasons: decision.reasons.map(say), recipient, consentSeq };
}

/** A forbidden purpose names the rule that forbids it: CAM-10 for politics, CAM-09 for partners. */
function ruleOf(code: ReasonCode, purpose: string) {
  const found = purposeByCode(purpose);
  return code === 'PURPOSE_FORBIDDEN' && found.kind !== 'SIGNED' ? found.rule : reasons[code].rule;
}
