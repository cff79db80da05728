import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  closed,
  isOverdue,
  reviewFault,
  type Hold,
} from '../../../functions/disputes/domain/hold.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const hold: Hold = {
  holdId: 'lit-1',
  commune: 'valserine',
  subjectRef: 'opaque',
  openedOn: '2026-08-31',
  reviewOn: '2027-02-28',
  words: {
    patronRef: 'koha:1042',
    loanRef: 'koha:1',
    reason: 'contesté',
    author: 'A',
    loan: { library: 'vs-centre', loanedAt: 0 },
  },
};

describe('the review of a hold', () => {
  it.each([
    ['2026-08-31', false],
    ['2026-09-01', true],
    // Six months after 31 August is the last day of February.
    ['2027-02-28', true],
    ['2027-03-01', false],
  ])('[RET-06] on %s, put on 31 August 2026: allowed is %s', (reviewOn, allowed) => {
    expect(reviewFault(reviewOn, day('2026-08-31')) === undefined).toBe(allowed);
  });

  it('[RET-06] is overdue from the day after, as long as the dispute lasts', () => {
    expect(isOverdue(hold, day('2027-02-28'))).toBe(false);
    expect(isOverdue(hold, day('2027-03-01'))).toBe(true);
    expect(isOverdue({ ...hold, closedOn: '2027-02-01' }, day('2027-03-01'))).toBe(false);
  });
});

describe('the end of a hold', () => {
  it('[RET-06] is the local midnight after the day, also where the clock springs forward', () => {
    const on = { on: '2027-03-27', today: day('2027-03-27'), zone: 'Europe/Paris' };
    expect(closed(hold, on)).toMatchObject({
      closedOn: '2027-03-27',
      purgeAt: Temporal.Instant.from('2027-03-28T00:00:00+01:00').epochMilliseconds / 1000,
    });
  });

  it('[RET-06] happens once', () => {
    const args = { on: '2026-09-05', today: day('2026-09-06'), zone: 'Europe/Paris' };
    const once = closed(hold, args);
    expect('status' in once ? undefined : closed(once, args)).toBe(once);
    expect(
      'status' in once ? undefined : closed(once, { ...args, on: '2026-09-06' }),
    ).toMatchObject({ status: 409, rule: 'RET-06' });
  });
});
