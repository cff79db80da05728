import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { decisions, states } from '#core/catalogue/choices.ts';
import { channels, isPurposeCode, purposes } from '#core/catalogue/purposes.ts';

export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

export const Decision = z.enum(decisions);
export type Decision = z.infer<typeof Decision>;

/** CON-01: what the person did. Silence, a ticked box and general terms have no word here. */
export const Act = z.enum(['FORM_TICK', 'ONLINE_CLICK', 'ORAL_RECORDED', 'ONE_CLICK', 'STOP_SMS']);
export type Act = z.infer<typeof Act>;

export const State = z.enum(states);
export type State = z.infer<typeof State>;

/** A STOP speaks of every purpose that is not mandatory, those of tomorrow included (NOT-04). */
export const everyPurpose = '*';

/** CON-03: the exact text that was read. */
export const NoticePin = z.object({
  id: z.string(),
  version: z.int(),
  locale: z.enum(['fr', 'en']),
  sha256: z.string(),
});
export type NoticePin = z.infer<typeof NoticePin>;

const Day = z.enum(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']);
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);

/** NOT-13: when an automated call may ring. */
export const Slot = z.strictObject({ from: Time, to: Time, days: z.array(Day).min(1).max(7) });
export type Slot = z.infer<typeof Slot>;

const Who = z.string().max(120);

export const Collector = z.strictObject({
  type: z.enum(['PATRON', 'STAFF', 'GUARDIAN']),
  ref: Who,
});
export const GuardianAct = z.strictObject({ act: Act, at: z.string(), ref: Who });
export const Proof = z.strictObject({
  kind: z.string().max(40),
  ref: z.string().max(120),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/u)
    .optional(),
});

/** What proves the act; sealed under the reader's key of class `evidence`. */
export const Evidence = z.object({
  /** When the person acted, ISO instant. */
  occurredAt: z.string(),
  collectedBy: Collector.optional(),
  guardian: GuardianAct.optional(),
  evidence: Proof.optional(),
  notice: NoticePin.optional(),
  slot: Slot.optional(),
  /** The person was under 15 then, and the purpose needs a parent too (CON-06). No birth date is kept. */
  joint: z.boolean(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One immutable entry of the ledger. */
export interface LedgerEvent {
  readonly eventId: string;
  /** Position in the ledger of this reader; decides the order, never the clock of a client. */
  readonly seq: number;
  /** When we received it, ISO instant. */
  readonly receivedAt: string;
  readonly actor: string;
  /** A code of the catalogue, or `*`. */
  readonly purpose: string;
  readonly channel: Channel;
  readonly decision: Decision;
  readonly act: Act;
  readonly evidence: Evidence;
}

/** Where one purpose × channel stands (CON-02). */
export const Entry = z.object({
  state: State,
  seq: z.int(),
  eventId: z.string(),
  occurredAt: z.string(),
  /** Since when it has been `GIVEN` without a break, ISO instant. */
  since: z.string().optional(),
  /** Who has agreed so far, while two are needed (CON-06). */
  child: z.boolean(),
  guardian: z.boolean(),
  notice: NoticePin.optional(),
  slot: Slot.optional(),
});
export type Entry = z.infer<typeof Entry>;

/** Everything a reader has decided: the fold of their ledger, under one `seq`. */
export const Consents = z.object({
  seq: z.int(),
  entries: z.record(z.string(), Entry),
  /** Instant of the earliest no that ended a consent whose proof is still kept (RET-15). */
  endedAt: z.string().optional(),
});
export type Consents = z.infer<typeof Consents>;

export const noConsents: Consents = { seq: 0, entries: {} };

const keyOf = (purpose: string, channel: Channel) => `${purpose}|${channel}`;

/** What the name of an entry says: purpose and channel. */
export function pairOf(key: string): Pair {
  const [purpose, channel] = key.split('|');
  return { purpose: purpose ?? '', channel: Channel.parse(channel) };
}
type Pair = Pick<LedgerEvent, 'purpose' | 'channel'>;

/** The state is this fold and nothing else. Order is `seq`; what came twice counts once. */
export function fold(events: readonly LedgerEvent[]): Consents {
  return events.toSorted((a, b) => a.seq - b.seq).reduce(applyEvent, noConsents);
}

export function applyEvent(consents: Consents, event: LedgerEvent): Consents {
  if (event.seq <= consents.seq) return consents;
  const entry = nextEntry(entryOf(consents, { ...event, isMandatory: false }), event);
  const { occurredAt } = event.evidence;
  const isEarlier = consents.endedAt === undefined || occurredAt < consents.endedAt;
  const endedAt = endsSomething(consents, event) && isEarlier ? occurredAt : consents.endedAt;
  return {
    seq: event.seq,
    entries: { ...consents.entries, [keyOf(event.purpose, event.channel)]: entry },
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** A no to what rests on consent: from here the proof of the yes is counted (RET-15). A STOP is a no to all of its channel. */
export function endsConsent(
  { decision, ...no }: Pair & Pick<LedgerEvent, 'decision'>,
  { purpose, channel }: Pair,
): boolean {
  const isNo = decision === 'REFUSED' || decision === 'WITHDRAWN' || decision === 'OPPOSED';
  const isAbout = no.channel === channel && [purpose, everyPurpose].includes(no.purpose);
  return isNo && isAbout && isPurposeCode(purpose) && purposes[purpose].consent;
}

/** A STOP of who agreed to nothing on that channel ends nothing. */
function endsSomething({ entries }: Consents, event: LedgerEvent): boolean {
  if (event.purpose !== everyPurpose) return endsConsent(event, event);
  return Object.entries(entries).some(
    ([key, { state }]) =>
      (state === 'GIVEN' || state === 'PENDING_GUARDIAN') && endsConsent(event, pairOf(key)),
  );
}

/** CON-01: what was never decided is `UNKNOWN`. A STOP holds until something later says otherwise (NOT-04). */
export function entryOf(
  consents: Consents,
  asked: { purpose: string; channel: Channel; isMandatory: boolean },
): Entry | undefined {
  const own = consents.entries[keyOf(asked.purpose, asked.channel)];
  const stop = asked.isMandatory ? undefined : consents.entries[keyOf(everyPurpose, asked.channel)];
  return stop && stop.seq > (own?.seq ?? 0) ? stop : own;
}

function nextEntry(previous: Entry | undefined, event: LedgerEvent): Entry {
  const { seq, eventId, evidence } = event;
  const liftsNothing =
    event.decision === 'OPPOSITION_LIFTED' && previous && previous.state !== 'OPPOSED';
  if (liftsNothing) return { ...previous, seq, eventId };
  const agreed =
    event.decision === 'GIVEN' ? agreement(previous, event) : { child: false, guardian: false };
  const state = stateAfter(event, agreed);
  return {
    state,
    seq,
    eventId,
    occurredAt: evidence.occurredAt,
    ...(state === 'GIVEN' && { since: sinceOf(previous, evidence) }),
    ...agreed,
    ...(evidence.notice && { notice: evidence.notice }),
    ...(evidence.slot && { slot: evidence.slot }),
  };
}

/** A yes said again lengthens nothing and interrupts nothing; where two must agree, it holds from the later of both. */
function sinceOf(previous: Entry | undefined, { occurredAt, guardian }: Evidence): string {
  if (previous?.state === 'GIVEN') return previous.since ?? previous.occurredAt;
  const earlier = previous?.state === 'PENDING_GUARDIAN' ? [previous.occurredAt] : [];
  const acts = [occurredAt, ...earlier, ...(guardian ? [guardian.at] : [])];
  const [latest = occurredAt] = acts.toSorted((a, b) => Temporal.Instant.compare(b, a));
  return latest;
}

/** Two acts may come one after the other, as long as they are about the same text. */
function agreement(previous: Entry | undefined, { evidence }: LedgerEvent) {
  const isSameText = previous?.notice?.sha256 === evidence.notice?.sha256;
  const earlier = previous?.state === 'PENDING_GUARDIAN' && isSameText ? previous : undefined;
  const isByGuardian = evidence.collectedBy?.type === 'GUARDIAN';
  return {
    child: !isByGuardian || earlier?.child === true,
    guardian: isByGuardian || evidence.guardian !== undefined || earlier?.guardian === true,
  };
}

function stateAfter(
  { decision, evidence }: LedgerEvent,
  agreed: { child: boolean; guardian: boolean },
): State {
  if (decision === 'GIVEN')
    return evidence.joint && !(agreed.child && agreed.guardian) ? 'PENDING_GUARDIAN' : 'GIVEN';
  // What was agreed before the objection does not come back with it: that takes a new yes.
  return decision === 'OPPOSITION_LIFTED' ? 'UNKNOWN' : decision;
}

/** The same thing said twice is one thing: a replayed one-click, a second STOP, a form typed in again. */
export function isRepetition(before: Consents, event: LedgerEvent, next: Entry): boolean {
  const current = entryOf(before, { ...event, isMandatory: false });
  if (current?.state !== next.state) return false;
  if (event.purpose === everyPurpose) return !hasLater(before, current, event.channel);
  const isRefusal = next.state !== 'GIVEN' && next.state !== 'PENDING_GUARDIAN';
  return (
    isRefusal ||
    (current.occurredAt === next.occurredAt && current.notice?.sha256 === next.notice?.sha256)
  );
}

/** Something on this channel was decided after the STOP: a new STOP is news. */
const hasLater = ({ entries }: Consents, stop: Entry, channel: Channel) =>
  Object.entries(entries).some(([key, { seq }]) => key.endsWith(`|${channel}`) && seq > stop.seq);
