import type { Channel } from '#core/catalogue/purposes.ts';
import * as z from 'zod';
import type { StepState } from './notification.ts';

export const WorklistName = z.enum(['letters', 'calls']);
export type WorklistName = z.infer<typeof WorklistName>;

export const Outcome = z.enum(['REACHED', 'NO_ANSWER', 'WRONG_NUMBER', 'REFUSED', 'PRINTED']);
export type Outcome = z.infer<typeof Outcome>;

interface Worklist {
  readonly channel: Channel;
  readonly queued: StepState;
  /** What each outcome makes of the step; an outcome that is not here does not belong to this list. */
  readonly outcomes: Partial<Record<Outcome, StepState>>;
}

/** Done by people, one person at a time (STA-03). */
export const worklists: Readonly<Record<WorklistName, Worklist>> = {
  letters: {
    channel: 'POST',
    queued: 'QUEUED_LETTER',
    outcomes: { PRINTED: 'DONE', REFUSED: 'FAILED' },
  },
  calls: {
    channel: 'PHONE',
    queued: 'QUEUED_CALL',
    outcomes: { REACHED: 'DONE', NO_ANSWER: 'FAILED', WRONG_NUMBER: 'FAILED', REFUSED: 'FAILED' },
  },
};

export function worklistOf(channel: Channel): WorklistName | undefined {
  return WorklistName.options.find((name) => worklists[name].channel === channel);
}

/** How long a clerk holds a task, minutes; then somebody else may take it. */
export const leaseMinutes = 15;
