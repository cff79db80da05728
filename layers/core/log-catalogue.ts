import type { LogCode } from './log.ts';
import type { MetricName } from './metrics.ts';

/**
 * What each line of the logs means, for `docs/log-catalogue.md`. No function imports this file: the sentences are for people,
 * and the bundles carry none of them.
 */
export const logMeanings: Readonly<Record<LogCode, string>> = {
  REQUEST_FAILED:
    'A function threw, took too long or answered too much: the caller got 503 and may ask again. `errorName` and `stack` say where.',
  QUEUE_RECORD_FAILED:
    'One message of a queue could not be handled; it comes back, and after five times it is a dead letter.',
  SCHEDULE_COMPLETED:
    'A scheduled run is over, with its `count`; as an error, one plugin failed and the run is repeated.',
  ITEM_UNREADABLE:
    'A stored item has not the shape that its reader expects: it was written by another version, or by hand.',
  SWEEP_COMPLETED:
    'One category of one commune was forgotten: `found`, `deleted`, and `recount`, which must be 0 (RET-04).',
  ERASURE_COMPLETED: 'An erasure has come to its state `outcome` (RGT-06).',
  ERASURE_BLOCKED:
    'An erasure that nobody asked for waits one more day for `code`, of the closed list of RET-11; nothing was erased.',
  ERASED_UNTOLD:
    'A reader of `commune` is erased on the day of RET-09 without the notice: the sign-off of ACCOUNT was over (CAM-02).',
  OUTBOX_RELAYED: '`count` announcements of changes went to the queues of those who want them.',
  PROVIDER_OUTCOME: 'What became of one message: `outcome` and `code`; no address, no text.',
  ACCESS_REFUSED: 'A request was refused with `status`, `code` and, when a rule decided, `rule`.',
};

export const metricMeanings: Readonly<Record<MetricName, string>> = {
  ErasedUntold:
    'Readers erased without notice; the line `ERASED_UNTOLD` beside it names the commune (RET-09, CAM-02).',
  OldestDueItem:
    'Age of the oldest thing that should be forgotten and is still there after a sweep, 0 when there is none (RET-04).',
  OverdueReviews: 'Disputes that nobody reviewed on the day set for it, at each sweep (RET-06).',
  GateRefusals: 'Messages that the gate did not let pass, once for each reason (CON-04).',
  Messages: 'Messages by channel and by what became of them.',
};
