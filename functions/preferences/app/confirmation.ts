import type { Temporal } from 'temporal-polyfill';
import { actorOf, isOnly, type Caller } from '#core/caller.ts';
import { isChosen, type ChosenPurpose } from '#core/catalogue/choices.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { newEvent } from '#core/events.ts';
import { changedMeanwhile, conflict, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Locale } from '#core/text.ts';
import type { Choices, Decisions, Gate } from '../../consent/provides.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { ask, openQuestion, questionKey, withAnswer, type Questions } from '../domain/question.ts';
import type { Aim } from '../domain/token.ts';
import type { QuestionStore, Sent, SignedLinks } from './ports.ts';

/** How often two writers on the questions of one reader may meet. */
const attempts = 5;

export interface Asking {
  readonly patron: Patron;
  readonly caller: Caller;
  readonly purpose: ChosenPurpose;
  readonly channel: 'EMAIL' | 'SMS';
  readonly now: Temporal.Instant;
}

/**
 * Double opt-in: a question goes to an address, and nothing changes until it is answered there. The gate judges it like
 * every message; what it lets pass of a yes that is missing, it lets pass for the question alone (`GateRequest.asks`).
 * The message is `notifications`' and `delivery`'s to send: what they learn is ids.
 */
export async function askForConfirmation(
  deps: { runtime: Runtime; choices: Choices; gate: Gate; questions: QuestionStore },
  asking: Asking,
): Promise<Result<undefined>> {
  const { patron, caller, purpose, channel, now } = asking;
  const { subjectRef, commune } = patron;
  const yes = { patron, purpose, channel, decision: 'GIVEN', locale: 'fr', now } as const;
  const judged = await deps.choices.judge(yes);
  if (!judged.ok) return judged;
  const asks = isOnly(caller, 'PATRON', 'GUARDIAN') ? 'READER' : 'STAFF';
  const refusal = await refusalOf(deps.gate, { ...asking, asks });
  if (refusal) return fail(refusal);
  const id = deps.runtime.ids.uuid();
  const event = newEvent(deps.runtime, {
    type: 'confirmation.asked',
    ...{ subjectRef, commune },
    actor: actorOf(caller),
    data: { purpose, channel, question: id, asks },
  });
  const key = questionKey({ purpose, channel });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const next = ask(await deps.questions.read(subjectRef), { key, id, now });
    if (!next.ok) return next;
    if (await deps.questions.save(patron, next.value, event)) return ok(undefined);
  }
  return fail(changedMeanwhile);
}

/** What the gate has against the question; a night or a Sunday only defers it (NOT-12). */
async function refusalOf(
  gate: Gate,
  { patron: { subjectRef }, purpose, channel, now, asks }: Asking & { asks: 'READER' | 'STAFF' },
): Promise<Problem | undefined> {
  const decisions = await gate.decideMany([subjectRef], { purpose, channel, at: now, asks });
  const { reasons: [reason] = [], until } = decisions.get(subjectRef) ?? {};
  if (reason === undefined || until) return undefined;
  const { rule, text } = reasons[reason];
  return { ...conflict(reason, text), rule };
}

interface AnswerDeps {
  readonly people: Pick<People, 'read'>;
  readonly choices: Choices;
  readonly decisions: Decisions;
  readonly questions: QuestionStore;
  readonly links: SignedLinks;
}

/** A question that its link opened. */
export interface Confirmable extends Sent {
  readonly aim: Aim & { readonly purpose: ChosenPurpose };
  readonly isAnswered: boolean;
  readonly questions: Questions;
  readonly patron: Patron;
  /** It went to a parent: the answer is theirs (CON-06). */
  readonly isParents: boolean;
}

/** Nothing, and always the same nothing, when the link does not hold, or its address is no longer theirs. */
export function openConfirmation(
  deps: AnswerDeps,
  { token, now }: { token: string; now: Temporal.Instant },
): Promise<Confirmable | undefined> {
  return deps.links.readConfirmation(token, async (aim) => {
    const { subjectRef, purpose, channel } = aim;
    const [questions, patron] = await Promise.all([
      deps.questions.read(subjectRef),
      deps.people.read(subjectRef),
    ]);
    const question = openQuestion(questions, questionKey(aim), now);
    if (!question || !patron || patron.state === 'DECEASED' || !isChosen(purpose)) return undefined;
    const to = await deps.choices.addressee(patron, { channel, now });
    if (!to) return undefined;
    const { address, kind } = to;
    const found = { ...question, address, questions, patron, isParents: kind === 'GUARDIAN' };
    return { ...found, aim: { ...aim, purpose } };
  });
}

/**
 * The button was pressed: this is the yes, of whoever has the address (CON-01). Under 15 it is the parent's, and the
 * child's is still missing (CON-06). A second press changes nothing, not even after a later no.
 */
export async function confirm(
  { decisions, questions }: AnswerDeps,
  found: Confirmable,
  { locale, now }: { locale: Locale; now: Temporal.Instant },
): Promise<Result<undefined>> {
  if (found.isAnswered) return ok(undefined);
  const { aim, id, patron, isParents } = found;
  const { purpose, channel } = aim;
  const recorded = await decisions.record({
    ...{ patron, purpose, channel, decision: 'GIVEN', locale, now },
    actor: 'PATRON:confirmation',
    collectedBy: isParents
      ? { type: 'GUARDIAN', ref: guardianRef(patron) }
      : { type: 'PATRON', ref: patron.patronRef },
    evidence: { kind: 'DOI', ref: id },
  });
  if (!recorded.ok) return recorded;
  // Refused only when a newer question took its place meanwhile, or another press was faster: it is void anyway.
  await questions.save(patron, withAnswer(found.questions, questionKey(aim)));
  return ok(undefined);
}

const guardianRef = ({ guardian }: Patron) =>
  guardian && 'patronRef' in guardian ? guardian.patronRef : 'guardian';
