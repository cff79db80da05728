import { notificationRules } from '#core/catalogue/rules/notifications.ts';
import { purposes, type Channel } from '#core/catalogue/purposes.ts';
import type { MessageData, MessagePurpose } from './content.ts';

/**
 * The channels of a message, in the order in which they are tried (NOT-03). After `smsAfter` reminders by e-mail an
 * overdue reminder starts at the SMS (NOT-14): what two e-mails did not do, a third one will not.
 */
export function ladderOf(args: {
  purpose: MessagePurpose;
  data: MessageData;
  smsAfter: number;
}): Channel[] {
  const { purpose, data, smsAfter } = args;
  const offered: readonly Channel[] = purposes[purpose].channels;
  const ladder = notificationRules['NOT-03'].parameters.order.filter((channel) =>
    offered.includes(channel),
  );
  const isLate = purpose === 'OVERDUE' && Number(data['reminder'] ?? 1) > smsAfter;
  return isLate ? ladder.slice(ladder.indexOf('SMS')) : ladder;
}
