import { Temporal } from 'temporal-polyfill';
import { notificationRules } from '#core/catalogue/rules/notifications.ts';
import { isPublicHoliday } from './holidays.ts';
import type { Channel, Slot } from './ledger.ts';

export interface Window {
  readonly from: string;
  readonly to: string;
}

/** When a channel may disturb somebody; times are local, `to` is excluded. */
export interface OpeningHours {
  readonly days: readonly string[];
  readonly windows: readonly Window[];
}

const { sms, calls } = notificationRules['NOT-12'].parameters;
const dayNames = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** NOT-12: messages that ring have hours; mail waits in its box and has none. */
export function hoursOf(channel: Channel, smsWindow: Window): OpeningHours | undefined {
  if (channel === 'SMS') return { days: sms.days, windows: [smsWindow] };
  if (channel === 'PHONE' || channel === 'VOICE') return calls;
  return undefined;
}

/** NOT-13: the slot that the reader chose for an automated call. */
export function hoursOfSlot(slot: Slot): OpeningHours {
  return { days: slot.days, windows: [slot] };
}

export function isOpen(hours: OpeningHours, at: Temporal.ZonedDateTime): boolean {
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  return (
    isOpenDay(hours, at.toPlainDate()) &&
    hours.windows.some(({ from, to }) => from <= time && time < to)
  );
}

/** The first instant from `at` on at which the channel is open: deferred, never dropped (NOT-12). */
export function nextOpening(hours: OpeningHours, at: Temporal.ZonedDateTime): Temporal.Instant {
  if (isOpen(hours, at)) return at.toInstant();
  for (let ahead = 0; ahead <= 14; ahead += 1) {
    const day = at.toPlainDate().add({ days: ahead });
    if (!isOpenDay(hours, day)) continue;
    const starts = hours.windows.map(({ from }) =>
      day.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: Temporal.PlainTime.from(from) }),
    );
    const next = starts.find((start) => Temporal.ZonedDateTime.compare(start, at) > 0);
    if (next) return next.toInstant();
  }
  throw new Error('these hours never open');
}

function isOpenDay(hours: OpeningHours, day: Temporal.PlainDate): boolean {
  return hours.days.includes(dayNames[day.dayOfWeek - 1] ?? '') && !isPublicHoliday(day);
}
