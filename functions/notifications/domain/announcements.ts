import * as z from 'zod';
import {
  channels,
  isPurposeCode,
  type Channel,
  type PurposeCode,
} from '#core/catalogue/purposes.ts';
import type { MessageData, Topic } from './content.ts';

/** A message that follows from an event of another plugin. */
export interface Announcement {
  readonly purpose: PurposeCode;
  readonly topic: Topic;
  readonly ladder: readonly Channel[];
  readonly data: MessageData;
  readonly asks?: 'READER' | 'STAFF';
}

const Asked = z.object({
  purpose: z.string().refine(isPurposeCode),
  channel: z.enum(channels),
  question: z.string(),
  asks: z.enum(['READER', 'STAFF']),
});

const Due = z.object({ until: z.string() });

/** What the library must tell, in the order of its means: a number may not be used for it (NOT-02). */
const ofAccount = { purpose: 'ACCOUNT', ladder: ['EMAIL', 'POST'] } as const;

/** Which event makes which message, as data. */
export const announcements: Readonly<Record<string, (data: unknown) => Announcement>> = {
  // The address itself is what is to be proved: no other channel will do.
  'confirmation.asked': (data) => {
    const { purpose, channel, question, asks } = Asked.parse(data);
    return { purpose, topic: 'CONFIRMATION', ladder: [channel], data: { question }, asks };
  },
  'consent.confirm-due': (data) => ({
    ...ofAccount,
    topic: 'AT_15',
    data: { confirmBy: Due.parse(data).until },
  }),
  'patron.came-of-age': () => ({ ...ofAccount, topic: 'AT_18', data: {} }),
  'patron.untold': () => ({ ...ofAccount, topic: 'INDIRECT', data: {} }),
};
