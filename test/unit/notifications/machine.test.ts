import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Channel } from '#core/catalogue/purposes.ts';
import { parseInput } from '#core/validation.ts';
import { contentOf, namesElected } from '../../../functions/notifications/domain/content.ts';
import { ladderOf } from '../../../functions/notifications/domain/ladder.ts';
import {
  readNotificationId,
  writeNotificationId,
} from '../../../functions/notifications/domain/notification-id.ts';
import {
  isOver,
  openStep,
  resume,
  settleStep,
  stateOf,
  StepState,
  transitions,
  type Notification,
} from '../../../functions/notifications/domain/notification.ts';

const now = Temporal.Instant.from('2026-11-23T09:00:00+01:00');
const fresh = (ladder: Channel[] = ['EMAIL', 'SMS', 'POST', 'PHONE']): Notification => ({
  notificationId: 'n',
  subjectRef: 'r',
  commune: 'c',
  purpose: 'OVERDUE',
  urgent: false,
  ladder,
  steps: [],
  version: 1,
});
const asked = () => openStep(fresh(), 'EMAIL', now);

describe('the ladder', () => {
  it('[NOT-03] goes EMAIL, SMS, POST, PHONE, as far as the purpose goes', () => {
    expect(ladderOf({ purpose: 'OVERDUE', data: {}, smsAfter: 2 })).toEqual([
      'EMAIL',
      'SMS',
      'POST',
      'PHONE',
    ]);
    expect(ladderOf({ purpose: 'SERVICE_INFO', data: {}, smsAfter: 2 })).toEqual([
      'EMAIL',
      'SMS',
      'POST',
    ]);
  });

  it('[NOT-14] [#76] the third reminder starts at the SMS, the first two do not', () => {
    const start = (reminder: number, smsAfter = 2) =>
      ladderOf({ purpose: 'OVERDUE', data: { reminder }, smsAfter })[0];
    expect([1, 2, 3, 9].map((reminder) => start(reminder))).toEqual([
      'EMAIL',
      'EMAIL',
      'SMS',
      'SMS',
    ]);
    expect(start(1, 0)).toBe('SMS');
    expect(ladderOf({ purpose: 'HOLD', data: { reminder: 3 }, smsAfter: 2 })[0]).toBe('EMAIL');
  });
});

describe('the life of a step', () => {
  const states = StepState.options;

  it.each(states.flatMap((from) => states.map((to): [StepState, StepState] => [from, to])))(
    '%s → %s happens only when the table says so',
    (from, to) => {
      const step = { channel: 'EMAIL' as const, state: from, at: 'x', attempt: 1 };
      const advance = settleStep(
        { ...fresh(), steps: [step] },
        { channel: 'EMAIL', state: to },
        now,
      );
      const isListed = transitions.some((line) => line.to === to && line.from.includes(from));
      expect(advance !== undefined).toBe(isListed);
    },
  );

  it('[NOT-03] a skipped or failed channel gives way to the next; the last one to nothing', () => {
    expect(
      settleStep(asked(), { channel: 'EMAIL', state: 'SKIPPED', reason: 'OPPOSED' }, now)?.next,
    ).toBe('SMS');
    expect(settleStep(asked(), { channel: 'EMAIL', state: 'FAILED' }, now)?.next).toBe('SMS');
    const last = openStep(fresh(['EMAIL']), 'EMAIL', now);
    expect(settleStep(last, { channel: 'EMAIL', state: 'FAILED' }, now)).not.toHaveProperty('next');
  });

  it('[NOT-15] a bounce after “sent” goes on to the next channel', () => {
    const sent = settleStep(asked(), { channel: 'EMAIL', state: 'SENT' }, now)?.notification;
    expect(sent && stateOf(sent)).toBe('DONE');
    expect(
      sent && settleStep(sent, { channel: 'EMAIL', state: 'FAILED', reason: 'BOUNCED' }, now)?.next,
    ).toBe('SMS');
  });

  it('an unknown outcome stops: nothing is sent twice by itself', () => {
    const unknown = settleStep(asked(), { channel: 'EMAIL', state: 'UNKNOWN' }, now);
    expect(unknown).not.toHaveProperty('next');
    expect(unknown && isOver(unknown.notification)).toBe(true);
  });

  it('news of another channel than the last changes nothing', () => {
    expect(settleStep(asked(), { channel: 'SMS', state: 'SENT' }, now)).toBeUndefined();
  });

  it('[NOT-12] a deferred channel is asked again, as a further attempt of the same step', () => {
    const until = '2026-11-24T07:00:00.000Z';
    const waiting = settleStep(
      asked(),
      { channel: 'EMAIL', state: 'DEFERRED', until },
      now,
    )?.notification;
    expect(waiting).toMatchObject({ dueAt: until });
    expect(waiting && isOver(waiting)).toBe(false);
    const again = waiting && resume(waiting);
    expect(again?.next).toBe('EMAIL');
    expect(again && openStep(again.notification, 'EMAIL', now).steps).toMatchObject([
      { channel: 'EMAIL', attempt: 2 },
    ]);
  });

  it('tries each channel at most once per deferral, whatever the news', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 30 }), (news) => {
        let notification = asked();
        for (const state of news) {
          const channel = notification.steps.at(-1)?.channel ?? 'EMAIL';
          const advance = settleStep(
            notification,
            { channel, state, until: '2026-11-24T07:00:00.000Z' },
            now,
          );
          if (!advance) continue;
          const { next } = advance;
          notification =
            next === undefined ? advance.notification : openStep(advance.notification, next, now);
        }
        const tried = notification.steps.map(({ channel }) => channel);
        expect(tried).toEqual(notification.ladder.slice(0, tried.length));
      }),
    );
  });
});

describe('what a message may say', () => {
  it.each(['title', 'author', 'subjects', 'itemRef'])('[NOT-10] [#23] no %s', (key) => {
    const parsed = parseInput(contentOf('HOLD'), { [key]: 'Justine' });
    expect(parsed.ok ? [] : parsed.problem.errors).toMatchObject([
      { field: key, code: 'READING_IN_MESSAGE', rule: 'NOT-10' },
    ]);
  });

  it('[DAT-01] nothing that is not on the list', () => {
    const parsed = parseInput(contentOf('OVERDUE'), { colour: 'red' });
    expect(parsed.ok ? [] : parsed.problem.errors).toMatchObject([
      { field: 'colour', rule: 'DAT-01' },
    ]);
  });

  it('[NOT-07] no elected person, by name or by title', () => {
    expect(namesElected({ text: 'Bonne fête, JEAN-MARC PERRIN' }, ['Jean-Marc Perrin'])).toBe(true);
    expect(namesElected({ text: 'Votre maire vous salue' }, [])).toBe(true);
    expect(namesElected({ text: 'Fermé mardi' }, ['Jean-Marc Perrin'])).toBe(false);
  });
});

describe('the id of a notification', () => {
  it('holds the reader’s opaque id and nothing that was not made here is read', () => {
    const subjectRef = 'a54b223e-e46d-41f6-b028-e7d7d3c1e5ef';
    const id = writeNotificationId(subjectRef, 'AbCdEfGhIjKlMnOpQrStUv');
    expect(readNotificationId(id)).toEqual({ subjectRef, dedupeHash: 'AbCdEfGhIjKlMnOpQrStUv' });
    for (const bad of ['', 'x', `${id}x`, id.slice(1)])
      expect(readNotificationId(bad)).toBeUndefined();
  });
});
