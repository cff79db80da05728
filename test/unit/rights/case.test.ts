import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  dueDates,
  State,
  transition,
  transitions,
  type Command,
} from '../../../functions/rights/domain/case.ts';

describe('[RGT-01] the clock of a case', () => {
  it.each([
    ['2027-01-31', '2027-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2026-11-21', '2026-12-21'],
    ['2026-12-31', '2027-01-31'],
  ])('received %s is due %s', (received, due) => {
    expect(dueDates(Temporal.PlainDate.from(received)).dueAt).toBe(due);
  });
});

describe('the state machine of a case', () => {
  const pairs = State.options.flatMap((state) =>
    (Object.keys(transitions) as Command[]).map((command) => [state, command] as const),
  );

  it.each(pairs)('%s × %s: allowed exactly where the table says so', (state, command) => {
    const { from, to } = transitions[command];
    expect(transition(state, command)).toBe(from.some((one) => one === state) ? to : undefined);
  });

  it('[RGT-06] nothing is executed that nobody verified and approved', () => {
    const before = State.options.filter((state) => transition(state, 'execute'));
    expect(before).toEqual(['APPROVED', 'FAILED_RETRYING']);
  });
});
