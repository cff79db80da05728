import type { MetricName } from '#core/metrics.ts';
import { constructId } from '../cdk/construct-id.ts';
import type { Inventory } from '../inventory/types.ts';

/** Rows of the dashboard. */
export const rows = ['People', 'Retention', 'API', 'Functions', 'Queues', 'Tables'] as const;

/** One file of `docs/runbooks` each. */
export const runbooks = [
  'api-errors',
  'break-glass',
  'dead-letters',
  'erased-untold',
  'function-errors',
  'function-throttles',
  'oldest-due-item',
  'overdue-review',
  'queue-age',
] as const;
export type Runbook = (typeof runbooks)[number];

/** What an alarm looks at; `infra/cdk/observability.ts` finds its metric. */
export type Watched =
  /** Of all functions of the account; the dashboard says which one. */
  | { readonly kind: 'errors' | 'throttles' }
  /** What no function could handle (`dead`); what a schedule or a push could not hand over (`failures`). */
  | { readonly kind: 'dead' | 'failures' }
  | { readonly kind: 'age'; readonly functionId: string }
  | { readonly kind: 'api' }
  | { readonly kind: 'break-glass' }
  /** A measure of our own, taken `everyHours` or when something happens; `isHeard` when its silence rings as well. */
  | {
      readonly kind: 'measure';
      readonly name: MetricName;
      readonly everyHours?: number;
      readonly isHeard?: true;
    };

/**
 * One thing that is watched: more than `most` in a period rings. An alarm watches what somebody suffers from, once for
 * the whole network; which function or table it is stands on the dashboard, which costs the same whatever it shows.
 * An alarm on an expression of metrics would cost as much as one for each of them (docs/adr/0022).
 */
export interface AlarmSpec {
  /** Name of the construct. */
  readonly id: string;
  readonly row: (typeof rows)[number];
  readonly label: string;
  readonly runbook: Runbook;
  readonly most: number;
  readonly watched: Watched;
}

const ofTheNetwork: readonly AlarmSpec[] = [
  {
    id: 'BreakGlassAlarm',
    row: 'People',
    label: 'Somebody takes the break-glass role',
    runbook: 'break-glass',
    most: 0,
    watched: { kind: 'break-glass' },
  },
  {
    // Fairness (GDPR 5(1)(a)): the law sets the day, and somebody has to answer for the silence (docs/adr/0027).
    id: 'ErasedUntold',
    row: 'People',
    label: 'A reader is erased without having been told, because nobody signed the notice',
    runbook: 'erased-untold',
    most: 0,
    watched: { kind: 'measure', name: 'ErasedUntold' },
  },
  {
    // RET-04: bytes are gone a day after their keys at the latest. A sweep every twelve hours measures it.
    id: 'OldestDueItem',
    row: 'Retention',
    label:
      'Something that fell due a day ago is still there, or no sweep has looked for half a day',
    runbook: 'oldest-due-item',
    most: 24 * 3600,
    watched: { kind: 'measure', name: 'OldestDueItem', everyHours: 12, isHeard: true },
  },
  {
    // RET-06: a hold that nobody looks at again is a second archive. The same sweep counts them.
    id: 'OverdueReviews',
    row: 'Retention',
    label: 'A dispute was not reviewed on its day, and its loan is kept on',
    runbook: 'overdue-review',
    most: 0,
    watched: { kind: 'measure', name: 'OverdueReviews', everyHours: 12 },
  },
  {
    id: 'ApiServerErrors',
    row: 'API',
    label: 'The API answers 5xx',
    runbook: 'api-errors',
    most: 0,
    watched: { kind: 'api' },
  },
  {
    id: 'FunctionErrors',
    row: 'Functions',
    label: 'A function fails',
    runbook: 'function-errors',
    most: 0,
    watched: { kind: 'errors' },
  },
  {
    id: 'FunctionThrottles',
    row: 'Functions',
    label: 'Functions of this account are throttled',
    runbook: 'function-throttles',
    most: 0,
    watched: { kind: 'throttles' },
  },
  {
    id: 'DeadLetters',
    row: 'Queues',
    label: 'A message that could not be handled waits for a human, two weeks at most',
    runbook: 'dead-letters',
    most: 0,
    watched: { kind: 'dead' },
  },
  {
    id: 'FailedRuns',
    row: 'Queues',
    label: 'A schedule or a push of a provider failed and waits for a human, two weeks at most',
    runbook: 'dead-letters',
    most: 0,
    watched: { kind: 'failures' },
  },
];

/** A message older than a quarter of an hour means that a consumer has stopped. */
const ofQueue = (functionId: string): AlarmSpec => ({
  id: constructId(functionId, 'age'),
  row: 'Queues',
  label: `${functionId} lags behind its queue (seconds)`,
  runbook: 'queue-age',
  most: 15 * 60,
  watched: { kind: 'age', functionId },
});

/** All alarms of a network: a function or a table more is no alarm more, a queue more is one. */
export function alarmsOf({ functions }: Pick<Inventory, 'functions'>): readonly AlarmSpec[] {
  const queues = functions.filter(({ consumes }) => consumes.length > 0);
  return [...ofTheNetwork, ...queues.map(({ id }) => ofQueue(id))];
}
