import { Temporal } from 'temporal-polyfill';
import { isPurposeCode, type PurposeCode } from '#core/catalogue/purposes.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { newEvent, type ChangeEvent } from '#core/events.ts';
import { measure } from '#core/metrics.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Decision, Gate, Ticket } from '../../consent/provides.ts';
import type { Contents, MessageContent, MessageKind } from '../../notifications/provides.ts';
import type { MessageLinks } from '../../preferences/provides.ts';
import type { Message, MessageId } from '../domain/message.ts';
import type { ProviderOutcome } from '../domain/provider-outcome.ts';
import type { Messages, Providers, RenderArgs, Renderer } from './ports.ts';

export interface SendDeps {
  readonly runtime: Runtime;
  readonly contents: Contents;
  readonly gate: Gate;
  readonly links: MessageLinks;
  readonly renderer: Renderer;
  readonly messages: Messages;
  readonly providers: Providers;
}

/** A claim older than this was left by a function that died, seconds: longer than any invocation may take. */
const abandonedAfter = 60;

/**
 * One message, at most once: the gate now, a claim that only one can win, one call of the provider, and what became of
 * it. Whoever finds an old claim does not send again: it may have left (`UNKNOWN`).
 */
export async function sendMessage(deps: SendDeps, id: MessageId): Promise<void> {
  const content = await deps.contents.read(id.notificationId);
  if (!content) return; // erased, or forgotten: nothing to say and nobody to say it to
  const { subjectRef, purpose, urgent, asks } = content;
  const earlier = await deps.messages.find(id);
  if (earlier) return recover(deps, earlier);
  const admitted = await deps.gate.admit(subjectRef, {
    purpose,
    channel: id.channel,
    at: deps.runtime.clock.now(),
    urgent,
    asks,
  });
  if (!admitted.ok) return skip(deps, { id, content, decision: admitted.problem });
  const ticket = admitted.value;
  const message = claimOf(deps.runtime, { id, content, ticket });
  if (!(await deps.messages.claim(message)))
    throw new Error('another invocation took this message');
  deps.runtime.reached('delivery.claimed');
  const sent = await call(deps, { id, content, ticket });
  deps.runtime.reached('delivery.sent');
  await settle(deps, { ...message, ...sent.stamp }, sent.outcome);
}

/** An outcome that was written was also announced, in the same transaction. A claim without outcome is judged by its age. */
async function recover(deps: SendDeps, message: Message): Promise<void> {
  if (message.state !== 'CLAIMED') return;
  const age = deps.runtime.clock.now().since(Temporal.Instant.from(message.at)).total('second');
  if (age < abandonedAfter) throw new Error('another invocation is sending this message');
  await settle(deps, message, { state: 'UNKNOWN', reason: 'ABANDONED' });
}

async function skip(
  deps: SendDeps,
  { id, content, decision }: { id: MessageId; content: MessageContent; decision: Decision },
): Promise<void> {
  const { runtime } = deps;
  const [reason = 'ERASED'] = decision.reasons;
  const { until } = decision;
  const message: Message = {
    ...id,
    ...subjectOf(content),
    consentSeq: decision.consentSeq,
    recipient: decision.recipient,
    state: until ? 'DEFERRED' : 'SKIPPED',
    reason,
    at: said(runtime.clock.now()),
  };
  const event = settled(runtime, message, {
    rule: reasons[reason].rule,
    ...(until && { until: said(until) }),
  });
  await deps.messages.settle(message, ['ABSENT'], event);
  for (const one of decision.reasons)
    measure(runtime, { name: 'GateRefusals', value: 1, dimensions: { reason: one } });
  measureOutcome(runtime, message);
}

function claimOf(
  runtime: Runtime,
  args: { id: MessageId; content: MessageContent; ticket: Ticket },
): Message {
  const { id, content, ticket } = args;
  const { ownerRef } = ticket.delivery();
  return {
    ...id,
    ...subjectOf(content),
    state: 'CLAIMED',
    consentSeq: ticket.consentSeq,
    recipient: ticket.recipient,
    ...(ownerRef !== undefined && { ownerRef }),
    at: said(runtime.clock.now()),
  };
}

interface Sent {
  readonly outcome: ProviderOutcome;
  /** What the log keeps of the rendering. */
  readonly stamp: Pick<Message, 'templateVersion' | 'parts'>;
}

async function call(
  deps: SendDeps,
  { id, content, ticket }: { id: MessageId; content: MessageContent; ticket: Ticket },
): Promise<Sent> {
  const { purpose, kind } = content;
  if (!kind || !isPurposeCode(purpose))
    return { outcome: { state: 'FAILED', reason: 'NO_TEMPLATE' }, stamp: {} };
  const args = await renderArgs(deps, { purpose, kind, content, ticket });
  const isStale = () => !ticket.isFresh(deps.runtime.clock.now());
  const stale: ProviderOutcome = { state: 'LATER', reason: 'TICKET_EXPIRED', seconds: 60 };
  if (ticket.channel === 'EMAIL') {
    const email = await deps.renderer.email(args);
    const outcome = isStale() ? stale : await deps.providers.sendEmail(ticket, email, id);
    return { outcome, stamp: { templateVersion: email.templateVersion } };
  }
  const sms = await deps.renderer.sms(args);
  const outcome = isStale() ? stale : await deps.providers.sendSms(ticket, sms);
  return { outcome, stamp: { templateVersion: sms.templateVersion, parts: sms.parts } };
}

async function renderArgs(
  deps: SendDeps,
  args: { purpose: PurposeCode; kind: MessageKind; content: MessageContent; ticket: Ticket },
): Promise<RenderArgs> {
  const { purpose, kind, content, ticket } = args;
  const { network } = deps.runtime;
  const { to: address, language, about } = ticket.delivery();
  const { subjectRef, channel } = ticket;
  const { question: id } = content.data;
  const aim = { subjectRef, purpose, channel };
  return {
    network,
    commune: content.commune,
    purpose,
    kind,
    locale: content.locale ?? language,
    data: content.data,
    about,
    oppositionUrl: await deps.links.oppositionUrl(aim),
    ...(typeof id === 'string' && {
      confirmationUrl: await deps.links.confirmationUrl({ aim, id, address }),
    }),
    // A reply works in metropolitan France only (sending-facts §3.5).
    canReply: network.sender.smsTwoWay && address.startsWith('+33'),
  };
}

/** From what the provider said to what is written and announced. */
async function settle(deps: SendDeps, claimed: Message, outcome: ProviderOutcome): Promise<void> {
  const { runtime } = deps;
  const now = runtime.clock.now();
  const message: Message = {
    ...claimed,
    at: said(now),
    state: outcome.state === 'LATER' ? 'DEFERRED' : outcome.state,
    ...('reason' in outcome && { reason: outcome.reason }),
    ...('providerId' in outcome && { providerId: outcome.providerId }),
  };
  const until =
    outcome.state === 'LATER' ? { until: said(now.add({ seconds: outcome.seconds })) } : {};
  const { channel, purpose, commune } = message;
  // `false`: feedback was faster than we were, and has the last word.
  await deps.messages.settle(message, ['CLAIMED'], settled(runtime, message, until));
  runtime.log.info('PROVIDER_OUTCOME', {
    channel,
    purpose,
    commune,
    outcome: message.state,
    code: message.reason ?? 'OK',
  });
  measureOutcome(runtime, message);
}

const measureOutcome = (runtime: Runtime, { channel, state }: Message) =>
  measure(runtime, { name: 'Messages', value: 1, dimensions: { channel, outcome: state } });

const subjectOf = ({ subjectRef, commune, purpose, topic }: MessageContent) => ({
  subjectRef,
  commune,
  purpose,
  ...(topic && { topic }),
});
const said = (instant: Temporal.Instant) => instant.toString({ smallestUnit: 'millisecond' });

/** `message.settled`: ids and codes only. */
export function settled(
  runtime: Runtime,
  message: Message,
  more: Record<string, string>,
): ChangeEvent {
  const { commune, subjectRef, notificationId, channel, state, reason, templateVersion } = message;
  return newEvent(runtime, {
    type: 'message.settled',
    commune,
    subjectRef,
    actor: 'SYSTEM:delivery',
    data: {
      notificationId,
      channel,
      state,
      ...(reason !== undefined && { reason }),
      ...(templateVersion !== undefined && { templateVersion }),
      ...more,
    },
  });
}
