import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Temporal } from 'temporal-polyfill';
import type { RenderedEmail } from '../app/ports.ts';

/**
 * One message to one address as RFC 5322 bytes. Only what is given here becomes a header: no other address, no tracking,
 * no remote content (NOT-09, NOT-11).
 */
export async function writeMime(args: {
  from: string;
  to: string;
  email: RenderedEmail;
  messageId: string;
  /** RFC 5322. */
  date: string;
}): Promise<Uint8Array> {
  const { from, to, email, messageId, date } = args;
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    subject: email.subject,
    text: email.text,
    date,
    messageId,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': email.language,
      ...(email.oneClickUrl !== undefined && {
        'List-Unsubscribe': `<${email.oneClickUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const months = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];

/** An instant as the header `Date` writes it (RFC 5322 §3.3). */
export function mailDate(instant: Temporal.Instant): string {
  const utc = instant.toZonedDateTimeISO('UTC');
  const time = utc.toPlainTime().toString({ smallestUnit: 'second' });
  return `${days[utc.dayOfWeek - 1] ?? ''}, ${String(utc.day)} ${months[utc.month - 1] ?? ''} ${String(utc.year)} ${time} +0000`;
}

/** SES wants the domain in ASCII (sending-facts §3.2). */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** The address within `Name <address>`. */
export function bareAddress(mailbox: string): string {
  return /<([^>]*)>\s*$/u.exec(mailbox)?.[1] ?? mailbox.trim();
}
