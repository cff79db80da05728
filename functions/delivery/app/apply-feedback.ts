import { isPurposeCode, purposes } from '#core/catalogue/purposes.ts';
import { notificationRules } from '#core/catalogue/rules/notifications.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Objections } from '../../consent/provides.ts';
import type { Feedback, FeedbackKind } from '../domain/feedback.ts';
import type { Message } from '../domain/message.ts';
import type { Messages } from './ports.ts';
import { settled } from './send-message.ts';

export interface FeedbackDeps {
  readonly runtime: Runtime;
  readonly messages: Messages;
  readonly objections: Objections;
  /** `patrons.channels` (NOT-15). */
  readonly marks: { markInvalid(subjectRef: string, channel: 'EMAIL' | 'SMS'): Promise<void> };
}

const softBounce = 'SOFT_BOUNCE';
const { softBounces } = notificationRules['NOT-15'].parameters;

interface Effect {
  /** What the message becomes; it goes on to the next channel when it failed. */
  readonly state?: 'FAILED' | 'SENT';
  readonly reason?: string;
  /** The contact does not work any more. */
  readonly marks?: boolean;
  readonly opposes?: boolean;
  /** Three in a row count like one that is final (NOT-15). */
  readonly strikes?: boolean;
}

const effects: Readonly<Record<FeedbackKind, Effect>> = {
  HARD: { state: 'FAILED', reason: 'BOUNCED', marks: true },
  SOFT: { state: 'FAILED', reason: softBounce, strikes: true },
  OPTED_OUT: { state: 'FAILED', reason: 'OPTED_OUT', marks: true },
  UNREACHABLE: { state: 'FAILED', reason: 'UNREACHABLE' },
  REJECTED: { state: 'FAILED', reason: 'REJECTED' },
  // Calling it spam is a way of saying no, to this purpose on this channel.
  COMPLAINT: { opposes: true },
  DELIVERED: { state: 'SENT' },
};

/** What a provider says afterwards. It may come twice, late, before our own outcome, or about nobody we know. */
export async function applyFeedback(deps: FeedbackDeps, feedback: Feedback): Promise<void> {
  const message = await find(deps.messages, feedback);
  if (!message) return;
  const effect = effects[feedback.kind];
  if (effect.opposes) await oppose(deps, message);
  if (!effect.state || !isOpenTo(message, effect.state)) return;
  // Before the outcome: if we die in between, the provider's second telling finds the message still open.
  const marks = effect.marks ?? (effect.strikes === true && (await isLastStrike(deps, message)));
  if (marks) await markContact(deps, message);
  const next: Message = {
    ...message,
    state: effect.state,
    at: deps.runtime.clock.now().toString({ smallestUnit: 'millisecond' }),
    ...(effect.reason !== undefined && { reason: effect.reason }),
  };
  const rule = marks ? { rule: 'NOT-15' } : {};
  await deps.messages.settle(next, [message.state], settled(deps.runtime, next, rule));
}

/**
 * NOT-15: whether the messages before this one on this contact failed softly too. Read from the six-month log: nothing is
 * counted anywhere, and one that arrived starts again from nothing.
 */
async function isLastStrike({ messages }: FeedbackDeps, message: Message): Promise<boolean> {
  const others = (await messages.ofReader(message.subjectRef)).filter(
    (one) =>
      one.channel === message.channel &&
      one.ownerRef === message.ownerRef &&
      one.at < message.at &&
      (one.state === 'SENT' || one.state === 'FAILED'),
  );
  const before = others.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, softBounces - 1);
  return before.length === softBounces - 1 && before.every(({ reason }) => reason === softBounce);
}

async function find(
  messages: Messages,
  { providerId, notificationId, attempt }: Feedback,
): Promise<Message | undefined> {
  const tagged =
    notificationId !== undefined && attempt !== undefined
      ? await messages.find({ notificationId, channel: 'EMAIL', attempt })
      : undefined;
  return tagged ?? messages.findByProvider(providerId);
}

async function markContact({ marks }: FeedbackDeps, { ownerRef, channel }: Message): Promise<void> {
  if (ownerRef === undefined) return; // a guardian who is no reader has no record to mark
  if (channel === 'EMAIL' || channel === 'SMS') await marks.markInvalid(ownerRef, channel);
}

/** A message that failed stays failed; “delivered” only answers a question that was open. */
const isOpenTo = ({ state }: Message, next: 'FAILED' | 'SENT') =>
  next === 'SENT'
    ? state === 'UNKNOWN'
    : state === 'SENT' || state === 'UNKNOWN' || state === 'CLAIMED';

async function oppose(
  { objections }: FeedbackDeps,
  { subjectRef, commune, purpose, channel }: Message,
): Promise<void> {
  if (!isPurposeCode(purpose) || purposes[purpose].mandatory) return;
  await objections.oppose({
    subjectRef,
    commune,
    purpose,
    channel,
    actor: 'PATRON:complaint',
  });
}
