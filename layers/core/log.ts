/**
 * The closed list of what may be logged: one stable code a line and only these keys.
 * No personal data, ever (GOV-15); `test/unit/core/log.test.ts` feeds it a person and finds nothing.
 */
export const loggableKeys = [
  'function',
  'operation',
  'status',
  'code',
  'rule',
  'durationMs',
  'requestId',
  'commune',
  'purpose',
  'channel',
  'table',
  'queue',
  'schedule',
  'count',
  'failed',
  'found',
  'deleted',
  'recount',
  'attempt',
  'eventType',
  'outcome',
  'point',
  'errorName',
  'stack',
  'category',
  'runId',
  'caseId',
  'notificationId',
] as const;

export type LogFields = Partial<Record<(typeof loggableKeys)[number], string | number | boolean>>;

export type LogCode =
  | 'REQUEST_FAILED'
  | 'QUEUE_RECORD_FAILED'
  | 'SCHEDULE_COMPLETED'
  | 'ITEM_UNREADABLE'
  | 'SWEEP_COMPLETED'
  | 'ERASURE_COMPLETED'
  | 'ERASURE_BLOCKED'
  | 'ERASED_UNTOLD'
  | 'OUTBOX_RELAYED'
  | 'PROVIDER_OUTCOME'
  | 'ACCESS_REFUSED';

export interface Log {
  info(message: LogCode, fields?: LogFields): void;
  error(message: LogCode, fields?: LogFields): void;
  /** A line that `measure` of `metrics.ts` made; nobody else calls this. */
  metric(line: MetricLine): void;
}

/** A measure: with `_aws`, CloudWatch's embedded metric format, version 0 of its specification. */
export interface MetricLine {
  readonly _aws?: {
    /** Milliseconds since the epoch. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/**
 * A log that writes one JSON line to `sink`. Keys outside the list are dropped, never written.
 *
 * @param readable puts the frames of a stack into words that the reader of the log knows; as they are when absent
 */
export function createLog(
  sink: (line: string) => void,
  context: LogFields = {},
  readable = (stack: string) => stack,
): Log {
  const write = (level: string, message: LogCode, fields: LogFields) => {
    const { stack } = fields;
    const frames = typeof stack === 'string' && { stack: readable(stack) };
    const all: Record<string, unknown> = { ...context, ...fields, ...frames };
    const kept = Object.fromEntries(
      loggableKeys.filter((key) => key in all).map((key) => [key, all[key]]),
    );
    sink(JSON.stringify({ level, message, ...kept }));
  };
  return {
    info: (message, fields = {}) => write('INFO', message, fields),
    error: (message, fields = {}) => write('ERROR', message, fields),
    metric: (line) => sink(JSON.stringify(line)),
  };
}

/** What may be said of an unexpected error: its class and its stack frames, never its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: 'unknown' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { errorName: error.name, stack: frames.slice(0, 8).join('\n') };
}
