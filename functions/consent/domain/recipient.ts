import { digitalAge, isUnder } from '#core/age.ts';
import type { Contact, Facts, Recipient } from './facts.ts';
import type { Channel } from './ledger.ts';
import type { Temporal } from 'temporal-polyfill';

/** The address or number that a channel uses; nothing when there is none. Letters and the portal have no short form. */
const addressOn: Record<Channel, (contact: Contact) => string | undefined> = {
  EMAIL: ({ email }) => email,
  SMS: ({ mobile }) => mobile,
  PHONE: ({ landline, mobile }) => landline ?? mobile,
  VOICE: ({ landline, mobile }) => landline ?? mobile,
  POST: ({ address }) =>
    address && address.lines.length > 0 ? address.lines.join('\n') : undefined,
  PORTAL: ({ subjectRef }) => subjectRef,
};

export function addressOf(contact: Contact, channel: Channel): string | undefined {
  return addressOn[channel](contact);
}

/**
 * NOT-16: what concerns a child under 15 goes to the guardian; without one who can be reached on this channel, only
 * a letter to the household is left.
 */
export function recipientOf(
  facts: Pick<Facts, 'reader' | 'guardian'>,
  channel: Channel,
  today: Temporal.PlainDate,
): Recipient | undefined {
  const { reader, guardian } = facts;
  if (!reader) return undefined;
  if (!isUnder(digitalAge, reader.birth, today)) return { kind: 'PATRON', contact: reader };
  if (guardian && addressOf(guardian, channel) !== undefined)
    return { kind: 'GUARDIAN', contact: guardian };
  return { kind: 'HOUSEHOLD', contact: channel === 'POST' ? reader : unreachable };
}

const unreachable: Contact = { invalidChannels: [] };
