import { Temporal } from 'temporal-polyfill';
import { purposeByCode, type Purpose } from '#core/catalogue/purposes.ts';
import type { ReasonCode } from '#core/catalogue/reasons.ts';
import { notificationRules } from '#core/catalogue/rules/notifications.ts';
import { digitalAge, isUnder, majority } from '#core/age.ts';
import type { Contact, Facts, GateRequest, Reader, RecipientKind } from './facts.ts';
import { hoursOf, hoursOfSlot, isOpen, nextOpening, type OpeningHours } from './hours.ts';
import { entryOf, everyPurpose, type Channel, type Entry, type State } from './ledger.ts';
import { addressOf, recipientOf } from './recipient.ts';

export interface Decision {
  readonly allowed: boolean;
  /** In the order of the checks; empty when allowed. */
  readonly reasons: readonly ReasonCode[];
  readonly recipient: RecipientKind;
  /** Version of the reader's choices that was looked at: stamped on what is sent. */
  readonly consentSeq: number;
  /** When the hour is the only obstacle: the first instant at which it is not (NOT-12). */
  readonly until?: Temporal.Instant;
}

/** Everything a check may look at, worked out once. */
interface Case {
  readonly facts: Facts;
  readonly reader: Reader;
  readonly contact: Contact;
  readonly purpose: Purpose;
  readonly request: GateRequest;
  readonly entry: Entry | undefined;
  readonly today: Temporal.PlainDate;
  /** The same as text: dates compare as they read. */
  readonly date: string;
  readonly local: Temporal.ZonedDateTime;
  readonly isUnder: (age: number) => boolean;
}

interface Check {
  readonly code: ReasonCode;
  readonly refuses: (one: Case) => boolean;
}

/** The gate, as a table: every line that refuses is a reason (design §5). A new rule is a new line. */
const checks: readonly Check[] = [
  { code: 'CONTROLLER_BLOCKED', refuses: ({ facts }) => facts.commune?.hasDpo !== true }, // GOV-02
  {
    code: 'PURPOSE_OFF',
    refuses: (one) => !isSigned(one) || !one.purpose.channels.includes(one.request.channel),
  }, // CAM-02
  { code: 'ELECTION_RESERVE', refuses: isReserved }, // CAM-11
  { code: 'VENDOR_EXPIRED', refuses: hasNoVendor }, // GOV-04
  { code: 'DECEASED', refuses: ({ reader }) => reader.state === 'DECEASED' }, // RGT-11
  {
    code: 'RESTRICTED',
    refuses: ({ reader, purpose }) => reader.state === 'RESTRICTED' && !isLegalDuty(purpose),
  }, // RGT-09
  { code: 'QUARANTINED', refuses: ({ reader }) => reader.quarantined }, // DAT-07
  { code: 'MINOR', refuses: (one) => one.purpose.minors === 'OFF' && one.isUnder(majority) }, // CON-06
  { code: 'NO_CONSENT', refuses: (one) => asksConsent(one, 'UNKNOWN') }, // CON-01
  { code: 'REFUSED', refuses: (one) => asksConsent(one, 'REFUSED') },
  { code: 'WITHDRAWN', refuses: (one) => asksConsent(one, 'WITHDRAWN') }, // CON-04
  { code: 'PENDING_GUARDIAN', refuses: lacksGuardian }, // CON-06
  { code: 'NOTICE_OUTDATED', refuses: (one) => asksConsent(one, 'INVALIDATED', 'EXPIRED') }, // CON-09
  {
    code: 'OPPOSED',
    refuses: (one) =>
      one.entry?.state === 'OPPOSED' && !one.purpose.mandatory && !mayAsk(one, 'OPPOSED'),
  }, // NOT-03, NOT-04
  { code: 'NOT_INFORMED', refuses: (one) => mustBeTold(one) && toldOn(one) === undefined }, // NOT-02
  { code: 'NOTICE_WAIT', refuses: isWaiting }, // NOT-02
  {
    code: 'CHANNEL_MISSING',
    refuses: ({ contact, request }) => addressOf(contact, request.channel) === undefined,
  },
  {
    code: 'CHANNEL_INVALID',
    refuses: ({ contact, request }) => contact.invalidChannels.includes(request.channel),
  }, // NOT-15
  { code: 'SUPPRESSED', refuses: (one) => isSuppressed(one) && !mayAsk(one, 'OPPOSED') }, // RET-18
  {
    code: 'OUTSIDE_HOURS',
    refuses: (one) => isShut(one, hoursOf(one.request.channel, one.facts.smsWindow)),
  }, // NOT-12
  { code: 'OUTSIDE_SLOT', refuses: (one) => isShut(one, slotOf(one)) }, // NOT-13
];

/**
 * May this purpose reach this reader on this channel now? Pure and total: whatever the facts, there is an answer, and
 * a refusal always has a reason.
 */
export function decide(facts: Facts, request: GateRequest): Decision {
  const found = purposeByCode(request.purpose);
  // CAM-01, CAM-10: nobody can allow it, so nothing else about the reader is looked at.
  if (found.kind !== 'SIGNED') return refusal(['PURPOSE_FORBIDDEN'], facts);
  const { reader } = facts;
  if (!reader) return refusal(['ERASED'], facts);
  const one = caseOf({ facts, reader, request, purpose: found.purpose });
  const reasons = checks.filter(({ refuses }) => refuses(one)).map(({ code }) => code);
  const until = waitOf(one, reasons);
  return {
    allowed: reasons.length === 0,
    reasons,
    recipient: one.kind,
    consentSeq: facts.consents.seq,
    ...(until && { until }),
  };
}

const refusal = (reasons: ReasonCode[], { consents }: Facts): Decision => ({
  allowed: false,
  reasons,
  recipient: 'PATRON',
  consentSeq: consents.seq,
});

function caseOf(args: {
  facts: Facts;
  reader: Reader;
  request: GateRequest;
  purpose: Purpose;
}): Case & { kind: RecipientKind } {
  const { facts, reader, request, purpose } = args;
  const local = request.at.toZonedDateTimeISO(facts.commune?.zone ?? 'Europe/Paris');
  const today = local.toPlainDate();
  const recipient = recipientOf(facts, request.channel, today);
  return {
    ...args,
    contact: recipient?.contact ?? reader,
    kind: recipient?.kind ?? 'PATRON',
    entry: entryOf(facts.consents, {
      purpose: purpose.code,
      channel: request.channel,
      isMandatory: purpose.mandatory,
    }),
    local,
    today,
    date: today.toString(),
    isUnder: (age) => isUnder(age, reader.birth, today),
  };
}

const isSigned = ({ facts, date }: Case) =>
  facts.signedUntil !== undefined && date <= facts.signedUntil;

/** Before an election the service goes on, and what always went out at this pace. */
function isReserved({ facts, purpose, request, date }: Case): boolean {
  const isOn = (facts.reserves ?? []).some(({ from, to }) => from <= date && date <= to);
  return isOn && !purpose.service && request.usual !== true && request.asks === undefined;
}

function hasNoVendor({ facts, date }: Case): boolean {
  return facts.vendorUntil !== undefined && date > facts.vendorUntil;
}

/** Art. 18(2): claims and legal duties go on while the use of the data is frozen. */
const isLegalDuty = ({ legalBasis }: Purpose) => legalBasis === 'LEGAL_OBLIGATION';

function asksConsent(one: Case, ...states: State[]): boolean {
  const state = one.entry?.state ?? 'UNKNOWN';
  return one.purpose.consent && states.includes(state) && !mayAsk(one, state);
}

/** The question itself needs no consent; after a no, only the reader's own wish lets it be put again (CON-01). */
const mayAsk = ({ request }: Case, state: State) =>
  request.asks === 'READER' ||
  (request.asks === 'STAFF' && !['REFUSED', 'WITHDRAWN', 'OPPOSED'].includes(state));

/** A consent that a child gave alone does not become good because the year of birth was learnt later. */
function lacksGuardian(one: Case): boolean {
  const isAlone =
    one.purpose.minors === 'JOINT' && one.isUnder(digitalAge) && one.entry?.guardian !== true;
  return asksConsent(one, 'PENDING_GUARDIAN') || (asksConsent(one, 'GIVEN') && isAlone);
}

const numbers: readonly Channel[] = ['SMS', 'PHONE', 'VOICE'];
const isNumber = ({ request }: Case) => numbers.includes(request.channel);

/** Consent carries its own notice; a letter carries the notice itself; a legal duty needs no announcement. */
const mustBeTold = (one: Case) =>
  one.purpose.legalBasis === 'PUBLIC_TASK' &&
  (isNumber(one) || (one.request.channel === 'EMAIL' && !one.purpose.mandatory));

/** NOT-02: told by another route than the channel itself; none of the routes that we record is a number. */
function toldOn({ reader, purpose }: Case): string | undefined {
  return reader.informed
    .filter((told) => told.purpose === purpose.code)
    .map(({ on }) => on)
    .toSorted()[0];
}

function isWaiting(one: Case): boolean {
  const on = toldOn(one);
  if (on === undefined || !mustBeTold(one)) return false;
  const usable = Temporal.PlainDate.from(on).add(
    isNumber(one) ? notificationRules['NOT-02'].parameters.noticeWait : 'P0D',
  );
  return Temporal.PlainDate.compare(one.today, usable) < 0;
}

/** A later, explicit yes on this record counts more than an old no on the number (RET-18). */
function isSuppressed({ facts, contact, purpose, request, entry }: Case): boolean {
  const address = addressOf(contact, request.channel);
  const listed = address === undefined ? undefined : facts.suppressed.get(address);
  if (purpose.mandatory || !listed) return false;
  const isYes = entry?.state === 'GIVEN' || entry?.state === 'UNKNOWN';
  const isLifted =
    isYes &&
    Temporal.Instant.compare(
      Temporal.Instant.from(entry.occurredAt),
      Temporal.Instant.from(listed.at),
    ) > 0;
  return !isLifted && (listed.purposes.has(purpose.code) || listed.purposes.has(everyPurpose));
}

const isShut = ({ request, local }: Case, hours: OpeningHours | undefined) =>
  hours !== undefined && request.urgent !== true && !isOpen(hours, local);

const slotOf = ({ purpose, entry }: Case) =>
  purpose.slot && entry?.slot ? hoursOfSlot(entry.slot) : undefined;

const hourly: readonly ReasonCode[] = ['OUTSIDE_HOURS', 'OUTSIDE_SLOT'];

function waitOf(one: Case, reasons: readonly ReasonCode[]): Temporal.Instant | undefined {
  if (reasons.length === 0 || !reasons.every((code) => hourly.includes(code))) return undefined;
  const hours = slotOf(one) ?? hoursOf(one.request.channel, one.facts.smsWindow);
  return hours && nextOpening(hours, one.local);
}
