import type { Inventory } from '../inventory/types.ts';
import { constructId } from '../cdk/construct-id.ts';

/** Rows of the dashboard. */
export const rows = ['People', 'Retention', 'API', 'Functions', 'Queues', 'Tables'] as const;

/** One file of `docs/runbooks` each: what to do is the same for every function, queue or table. */
export const runbooks = [
  'api-errors',
  'break-glass',
  'dead-letters',
  'function-errors',
  'function-throttles',
  'oldest-due-item',
  'queue-age',
  'table-throttles',
] as const;
export type Runbook = (typeof runbooks)[number];

/** What an alarm looks at; `infra/cdk/observability.ts` finds its metric. */
export type Watched =
  | { readonly kind: 'errors'; readonly functionId: string }
  /** Of all functions of the account: it is the account that runs out of concurrency, never one function. */
  | { readonly kind: 'throttles' }
  /** Without a function: failures of schedules and pushes, which have one queue for all. */
  | { readonly kind: 'dead'; readonly functionId?: string }
  | { readonly kind: 'age'; readonly functionId: string }
  | { readonly kind: 'read' | 'write'; readonly table: string }
  | { readonly kind: 'api' }
  | { readonly kind: 'break-glass' }
  | { readonly kind: 'due' };

/**
 * One thing that is watched: more than `most` in a period rings. Metrics carry names of functions and tables only,
 * one each: an alarm on an expression would cost as much as one for each of its metrics and say less.
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

/** A message older than this means that a consumer has stopped. */
const oldestMessageSeconds = 15 * 60;

/** RET-04: bytes are gone a day after their keys at the latest. */
const oldestDueSeconds = 24 * 3600;

/** All alarms of a network, from its inventory. */
export function alarmsOf({ functions, tables }: Inventory): readonly AlarmSpec[] {
  const queues = functions.filter(({ consumes }) => consumes.length > 0);
  return [
    breakGlass,
    due,
    api,
    throttles,
    ...functions.map(({ id }) => errors(id)),
    ...queues.flatMap(({ id }) => [dead(id), age(id)]),
    dead(),
    ...tables.flatMap(({ name }) => [throttled(name, 'read'), throttled(name, 'write')]),
  ];
}

const breakGlass: AlarmSpec = {
  id: 'BreakGlassAlarm',
  row: 'People',
  label: 'Somebody takes the break-glass role',
  runbook: 'break-glass',
  most: 0,
  watched: { kind: 'break-glass' },
};

const due: AlarmSpec = {
  id: 'OldestDueItem',
  row: 'Retention',
  label: 'Something that fell due a day ago is still there, or no sweep has looked for half a day',
  runbook: 'oldest-due-item',
  most: oldestDueSeconds,
  watched: { kind: 'due' },
};

const api: AlarmSpec = {
  id: 'ApiServerErrors',
  row: 'API',
  label: 'The API answers 5xx',
  runbook: 'api-errors',
  most: 0,
  watched: { kind: 'api' },
};

const errors = (functionId: string): AlarmSpec => ({
  id: constructId(functionId, 'errors'),
  row: 'Functions',
  label: `${functionId} fails`,
  runbook: 'function-errors',
  most: 0,
  watched: { kind: 'errors', functionId },
});

const throttles: AlarmSpec = {
  id: 'FunctionThrottles',
  row: 'Functions',
  label: 'Functions of this account are throttled',
  runbook: 'function-throttles',
  most: 0,
  watched: { kind: 'throttles' },
};

const dead = (functionId?: string): AlarmSpec => ({
  id: constructId(functionId ?? 'asynchronous', 'dead'),
  row: 'Queues',
  label: `${functionId ?? 'asynchronous'}: what could not be handled waits for a human, two weeks at most`,
  runbook: 'dead-letters',
  most: 0,
  watched: { kind: 'dead', ...(functionId !== undefined && { functionId }) },
});

const age = (functionId: string): AlarmSpec => ({
  id: constructId(functionId, 'age'),
  row: 'Queues',
  label: `${functionId} lags behind its queue (seconds)`,
  runbook: 'queue-age',
  most: oldestMessageSeconds,
  watched: { kind: 'age', functionId },
});

const throttled = (table: string, kind: 'read' | 'write'): AlarmSpec => ({
  id: constructId(table, kind, 'throttle', 'events'),
  row: 'Tables',
  label: `table ${table}: ${kind}s are throttled`,
  runbook: 'table-throttles',
  most: 0,
  watched: { kind, table },
});
