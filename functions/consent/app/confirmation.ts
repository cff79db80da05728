import type { Temporal } from 'temporal-polyfill';
import { purposes } from '#core/catalogue/purposes.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { actorOf, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import { changedMeanwhile, conflict, invalid } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Locale } from '#core/text.ts';
import { faultsOf, type Command } from '../domain/admissible.ts';
import {
  ask,
  openQuestion,
  questionKey,
  withAnswer,
  type Question,
  type Questions,
} from '../domain/confirmation.ts';
import { decide } from '../domain/decide.ts';
import type { RecipientKind } from '../domain/facts.ts';
import type { Channel } from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import type { Notice } from '../domain/notice.ts';
import type { Opposition } from '../domain/opposition-token.ts';
import { isChosen, type ChosenPurpose } from '../domain/preference-words.ts';
import { addressOf, recipientOf } from '../domain/recipient.ts';
import { currentText } from './current-text.ts';
import { gatherFacts, type GateDeps, type Gathered } from './gather-facts.ts';
import type { ConfirmationLinks, LedgerStore, Notices, QuestionStore } from './ports.ts';
import { circumstancesOf, type Reached } from './reach.ts';
import { recordDecision, type Recorded } from './record-decision.ts';

export interface ConfirmationDeps extends GateDeps {
  readonly ledger: LedgerStore;
  readonly notices: Notices;
  readonly questions: QuestionStore;
  readonly links: ConfirmationLinks;
}

/** How often two writers on the questions of one reader may meet. */
const attempts = 5;

/**
 * Double opt-in: a question goes to an address, and nothing changes until it is answered there. The gate judges it like
 * every message; what it lets pass of a yes that is missing, it lets pass for the question alone (`GateRequest.asks`).
 * The message is `notifications`' and `delivery`'s to send: what they learn is ids.
 */
export async function askForConfirmation(
  deps: ConfirmationDeps,
  args: {
    reached: Reached;
    caller: Caller;
    purpose: ChosenPurpose;
    channel: 'EMAIL' | 'SMS';
    now: Temporal.Instant;
  },
): Promise<Result<undefined>> {
  const { reached, caller, purpose, channel, now } = args;
  const { subject, circumstances } = reached;
  const meanings = await deps.notices.meanings();
  const { commune } = circumstances;
  const text = { purpose, commune, locale: 'fr', meanings } as const;
  const notice = await currentText(deps.notices, text);
  const command = { purpose: purposes[purpose], channel, notice, ...yesAt(now) };
  const faults = faultsOf(command, { ...circumstances, meanings });
  if (faults.length > 0) return fail(invalid(faults));
  const asks = isReader(caller) ? 'READER' : 'STAFF';
  const address = await admittedAddress(deps, { subject, purpose, channel, asks, now });
  if (!address.ok) return address;
  const id = deps.runtime.ids.uuid();
  const event = newEvent(deps.runtime, {
    type: 'confirmation.asked',
    ...subject,
    actor: actorOf(caller),
    data: { purpose, channel, question: id, asks },
  });
  const key = questionKey({ purpose, channel });
  const hash = await deps.questions.hashAddress(address.value);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const questions = await deps.questions.read(subject.subjectRef);
    const next = ask(questions, { key, id, address: hash, now });
    if (!next.ok) return next;
    if (await deps.questions.save(subject, next.value, event)) return ok(undefined);
  }
  return fail(changedMeanwhile);
}

const isReader = ({ roles }: Caller) =>
  roles.every((role) => role === 'PATRON' || role === 'GUARDIAN');

const yesAt = (now: Temporal.Instant) =>
  ({ decision: 'GIVEN', act: 'ONLINE_CLICK', occurredAt: now }) as const;

/** Where the gate would let the question go; a night or a Sunday only defers it (NOT-12). */
async function admittedAddress(
  deps: ConfirmationDeps,
  args: {
    subject: { subjectRef: string };
    purpose: ChosenPurpose;
    channel: Channel;
    asks: 'READER' | 'STAFF';
    now: Temporal.Instant;
  },
): Promise<Result<string>> {
  const { subject, purpose, channel, asks, now } = args;
  const gathered = await gather(deps, { ...subject, purpose, channel }, now);
  const decision = decide(gathered.facts, { purpose, channel, at: now, asks });
  const [reason] = decision.reasons;
  if (reason !== undefined && !decision.until) {
    const { rule, text } = reasons[reason];
    return fail({ ...conflict(reason, text), rule });
  }
  const address = recipientAddress(deps, gathered, { channel, now })?.address;
  return address === undefined ? fail(changedMeanwhile) : ok(address);
}

async function gather(
  deps: ConfirmationDeps,
  { subjectRef, purpose, channel }: Opposition,
  now: Temporal.Instant,
): Promise<Gathered> {
  const gathered = await gatherFacts(deps, [subjectRef], { purpose, channel, at: now });
  const found = gathered.get(subjectRef);
  if (!found) throw new Error('facts were gathered for somebody else');
  return found;
}

export interface Confirmable {
  readonly aim: Opposition & { readonly purpose: ChosenPurpose };
  readonly question: Question;
  readonly questions: Questions;
  readonly gathered: Gathered;
  /** Whose address it went to: who reads it is who answers. */
  readonly kind: RecipientKind;
  readonly meanings: Meanings;
  /** What is read before the answer, and pinned by it. */
  readonly notice: Notice | undefined;
}

/** The question behind a link; nothing, and always the same nothing, when the link does not hold. */
export async function openConfirmation(
  deps: ConfirmationDeps,
  { token, locale, now }: { token: string; locale: Locale; now: Temporal.Instant },
): Promise<Confirmable | undefined> {
  let questions: Questions | undefined;
  const aim = await deps.links.read(token, async (one) => {
    questions = await deps.questions.read(one.subjectRef);
    return openQuestion(questions, questionKey(one), now)?.id;
  });
  const question = aim && questions && openQuestion(questions, questionKey(aim), now);
  if (!question || !questions || !isChosen(aim.purpose)) return undefined;
  const gathered = await gather(deps, aim, now);
  const to = recipientAddress(deps, gathered, { channel: aim.channel, now });
  if (!to || (await deps.questions.hashAddress(to.address)) !== question.address) return undefined;
  const { purpose } = aim;
  const meanings = await deps.notices.meanings();
  const commune = gathered.patron?.commune ?? '';
  const notice = await currentText(deps.notices, { purpose, commune, locale, meanings });
  const found = { question, questions, gathered, kind: to.kind, meanings, notice };
  return { aim: { ...aim, purpose }, ...found };
}

/** Who is written to today on this channel, and where (NOT-16). */
function recipientAddress(
  { runtime: { network } }: ConfirmationDeps,
  { facts }: Gathered,
  { channel, now }: { channel: Channel; now: Temporal.Instant },
): { kind: RecipientKind; address: string } | undefined {
  const recipient = recipientOf(facts, channel, dateIn(network, facts.reader?.commune ?? '', now));
  const address = recipient && addressOf(recipient.contact, channel);
  return recipient && address !== undefined ? { kind: recipient.kind, address } : undefined;
}

/**
 * The button was pressed: this is the yes, of whoever has the address (CON-01). Under 15 it is the parent's, and the
 * child's is still missing (CON-06). A second press changes nothing, not even after a later no.
 */
export async function confirm(
  deps: ConfirmationDeps,
  { token, locale, now }: { token: string; locale: Locale; now: Temporal.Instant },
): Promise<Result<Confirmable> | undefined> {
  const found = await openConfirmation(deps, { token, locale, now });
  if (!found || found.question.isAnswered) return found && ok(found);
  const recorded = await record(deps, found, now);
  if (!recorded?.ok) return recorded;
  // Refused only when a newer question took its place meanwhile, or another press was faster: it is void anyway.
  await deps.questions.save(
    { subjectRef: found.aim.subjectRef },
    withAnswer(found.questions, questionKey(found.aim)),
  );
  return ok(found);
}

async function record(
  deps: ConfirmationDeps,
  { aim, question, gathered, kind, meanings, notice }: Confirmable,
  now: Temporal.Instant,
): Promise<Result<Recorded> | undefined> {
  const { patron } = gathered;
  if (!patron || patron.state === 'DECEASED') return undefined;
  const command: Command = {
    purpose: purposes[aim.purpose],
    channel: aim.channel,
    ...yesAt(now),
    collectedBy: {
      type: kind === 'GUARDIAN' ? 'GUARDIAN' : 'PATRON',
      ref: kind === 'GUARDIAN' ? guardianRef(patron.guardian) : patron.patronRef,
    },
    notice,
  };
  return recordDecision(deps, {
    subject: { subjectRef: patron.subjectRef, commune: patron.commune },
    actor: 'PATRON:confirmation',
    circumstances: { ...circumstancesOf(deps.runtime, patron, now), meanings },
    evidence: { kind: 'DOI', ref: question.id },
    command,
  });
}

const guardianRef = (guardian: NonNullable<Gathered['patron']>['guardian']) =>
  guardian && 'patronRef' in guardian ? guardian.patronRef : 'guardian';
