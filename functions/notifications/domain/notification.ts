import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { channels, type Channel } from '#core/catalogue/purposes.ts';
import type { RuleId } from '#core/problem.ts';
import { topics } from './content.ts';

const ChannelName = z.enum(channels);

export const StepState = z.enum([
  'CLAIMED',
  'SENT',
  'FAILED',
  'UNKNOWN',
  'SKIPPED',
  'DEFERRED',
  'QUEUED_LETTER',
  'QUEUED_CALL',
  'DONE',
]);
export type StepState = z.infer<typeof StepState>;

export const Step = z.object({
  channel: ChannelName,
  state: StepState,
  /** Code of the gate or of the provider. */
  reason: z.string().optional(),
  rule: z.string().optional(),
  /** ISO instant of the last change. */
  at: z.string(),
  templateVersion: z.int().optional(),
  /** How often this channel was asked for; a deferred one is asked again. */
  attempt: z.int(),
});
export type Step = z.infer<typeof Step>;

export const Notification = z.object({
  notificationId: z.string(),
  subjectRef: z.string(),
  commune: z.string(),
  purpose: z.string(),
  template: z.string().optional(),
  topic: z.enum(topics).optional(),
  /** Of a question: who wanted it asked; the gate lets it pass without the consent that it asks for. */
  asks: z.enum(['READER', 'STAFF']).optional(),
  locale: z.enum(['fr', 'en']).optional(),
  urgent: z.boolean(),
  ladder: z.array(ChannelName),
  steps: z.array(Step),
  /** When the next step is to be asked for, ISO instant; absent when nothing is waiting for the clock. */
  dueAt: z.string().optional(),
  version: z.int(),
});
export type Notification = z.infer<typeof Notification>;

/** What became of one channel. */
export interface Settlement {
  readonly channel: Channel;
  readonly state: StepState;
  readonly reason?: string | undefined;
  readonly rule?: RuleId | undefined;
  readonly templateVersion?: number | undefined;
  /** Of a deferral: when to ask again. */
  readonly until?: string | undefined;
}

/** What the next move does. */
type Effect = 'END' | 'NEXT_CHANNEL' | 'WAIT';

interface Transition {
  readonly from: readonly StepState[];
  readonly to: StepState;
  readonly effect: Effect;
}

/** The life of a step, as data. What is not here does not happen: late and repeated news change nothing. */
export const transitions: readonly Transition[] = [
  { from: ['CLAIMED', 'UNKNOWN'], to: 'SENT', effect: 'END' },
  { from: ['CLAIMED'], to: 'UNKNOWN', effect: 'END' }, // never sent twice: a human looks (design §5)
  { from: ['CLAIMED'], to: 'SKIPPED', effect: 'NEXT_CHANNEL' }, // NOT-03
  { from: ['CLAIMED', 'SENT', 'UNKNOWN'], to: 'FAILED', effect: 'NEXT_CHANNEL' }, // NOT-15: a bounce comes after SENT
  { from: ['CLAIMED'], to: 'DEFERRED', effect: 'WAIT' }, // NOT-12: deferred, never dropped
  { from: ['CLAIMED'], to: 'QUEUED_LETTER', effect: 'END' },
  { from: ['CLAIMED'], to: 'QUEUED_CALL', effect: 'END' },
  { from: ['QUEUED_LETTER', 'QUEUED_CALL'], to: 'DONE', effect: 'END' },
  { from: ['QUEUED_LETTER', 'QUEUED_CALL'], to: 'SKIPPED', effect: 'NEXT_CHANNEL' },
  { from: ['QUEUED_LETTER', 'QUEUED_CALL'], to: 'FAILED', effect: 'NEXT_CHANNEL' },
];

export interface Advance {
  readonly notification: Notification;
  /** The channel to try now; absent when nothing more is to be tried. */
  readonly next?: Channel;
}

/** The notification after news of its current step, or nothing when the news is old or repeated. */
export function settleStep(
  notification: Notification,
  news: Settlement,
  now: Temporal.Instant,
): Advance | undefined {
  const step = notification.steps.at(-1);
  if (step?.channel !== news.channel) return undefined;
  const transition = transitions.find(
    ({ from, to }) => to === news.state && from.includes(step.state),
  );
  if (!transition) return undefined;
  const settled = {
    ...notification,
    steps: [...notification.steps.slice(0, -1), after(step, news, now)],
  };
  if (transition.effect === 'NEXT_CHANNEL') return goOn(settled);
  const { until } = news;
  return {
    notification:
      transition.effect === 'WAIT' && until !== undefined ? { ...settled, dueAt: until } : settled,
  };
}

const after = (step: Step, news: Settlement, now: Temporal.Instant): Step => ({
  channel: step.channel,
  attempt: step.attempt,
  state: news.state,
  at: said(now),
  ...(news.reason !== undefined && { reason: news.reason }),
  ...(news.rule !== undefined && { rule: news.rule }),
  ...(news.templateVersion !== undefined && { templateVersion: news.templateVersion }),
});

function goOn(notification: Notification): Advance {
  const next = nextChannel(notification);
  return next === undefined ? { notification } : { notification, next };
}

/** The first rung that was not tried. */
function nextChannel({ ladder, steps }: Notification): Channel | undefined {
  return ladder.find((channel) => !steps.some((step) => step.channel === channel));
}

/** What the clock brings: the deferred channel again, or the first one when the message had to wait (`notBefore`). */
export function resume(notification: Notification): Advance | undefined {
  if (notification.dueAt === undefined) return undefined;
  const { dueAt: _past, ...rest } = notification;
  const step = rest.steps.at(-1);
  const next = step?.state === 'DEFERRED' ? step.channel : nextChannel(rest);
  return next === undefined ? undefined : { notification: rest, next };
}

/** Opens the step of a channel, or opens it again after a deferral. */
export function openStep(
  notification: Notification,
  channel: Channel,
  now: Temporal.Instant,
): Notification {
  const last = notification.steps.at(-1);
  const isAgain = last?.channel === channel;
  const attempt = isAgain ? last.attempt + 1 : 1;
  const step: Step = { channel, state: 'CLAIMED', at: said(now), attempt };
  return {
    ...notification,
    steps: [...(isAgain ? notification.steps.slice(0, -1) : notification.steps), step],
  };
}

const said = (now: Temporal.Instant) => now.toString({ smallestUnit: 'millisecond' });

const ends: Readonly<Record<StepState, StepState>> = {
  CLAIMED: 'CLAIMED',
  SENT: 'DONE',
  DONE: 'DONE',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
  SKIPPED: 'SKIPPED',
  DEFERRED: 'DEFERRED',
  QUEUED_LETTER: 'QUEUED_LETTER',
  QUEUED_CALL: 'QUEUED_CALL',
};

/** The state of the whole: that of the step where it stands. */
export function stateOf({ steps }: Notification): StepState {
  const last = steps.at(-1);
  return last ? ends[last.state] : 'DEFERRED';
}

const final: readonly StepState[] = ['DONE', 'FAILED', 'UNKNOWN', 'SKIPPED'];

/** Nothing will be rendered any more, so what was to be said can be forgotten (RET-16). */
export function isOver(notification: Notification): boolean {
  return final.includes(stateOf(notification)) && notification.dueAt === undefined;
}

/** How a message went, for whoever asked for it: channels, states, reasons; no address (RET-16). */
export function viewNotification(notification: Notification) {
  const { notificationId, purpose, steps } = notification;
  return {
    notificationId,
    purpose,
    steps: steps.map(({ attempt: _attempt, ...step }) => step),
    state: stateOf(notification),
  };
}
