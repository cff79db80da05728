import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Channel } from './ledger.ts';

/** One version of one text in one language: what a person could read on a given day. Never changed afterwards. */
export const Notice = z.object({
  id: z.string(),
  version: z.int().min(1),
  locale: z.enum(['fr', 'en']),
  purposes: z.array(z.string()),
  channels: z.array(Channel),
  title: z.string(),
  body: z.string(),
  /** Communes that answer for it; empty: the network and all its communes (GOV-03). */
  controllers: z.array(z.string()),
  /** ISO instant from which it could be read: nobody agreed to it before. Not part of what is hashed. */
  publishedAt: z.string().optional(),
});
export type Notice = z.infer<typeof Notice>;

export type NoticeContent = Omit<Notice, 'version' | 'publishedAt'>;

/** CON-11: how a text names the use of recent loans. */
const recentLoans: Readonly<Record<Notice['locale'], RegExp>> = {
  fr: /(?:prêts|emprunts) (?:récents|des \S+ derniers mois)/iu,
  en: /recent loans|loans of the last \S+ months/iu,
};

/** Whether nobody could agree by this text to be invited by what they read: it does not say so (CON-11). */
export const hidesLoans = ({ purposes, locale, body }: NoticeContent): boolean =>
  purposes.includes('READING_INVITE') && !recentLoans[locale].test(body);

/** CON-03: SHA-256 of the canonical text (RFC 8785 order of keys): one byte changed is another notice. */
export function noticeSha256(notice: Notice): string {
  const sha256 = hashes.get(notice) ?? createHash('sha256').update(canonical(notice)).digest('hex');
  hashes.set(notice, sha256);
  return sha256;
}

/** A text is never changed, and the few that ship are read by most. */
const hashes = new WeakMap<Notice, string>();

/** All that was shown, in an order that does not depend on who wrote the JSON. */
function canonical({
  id,
  version,
  locale,
  purposes,
  channels,
  title,
  body,
  controllers,
}: Notice): string {
  return JSON.stringify({ body, channels, controllers, id, locale, purposes, title, version });
}

export function hasSameContent(a: NoticeContent, b: NoticeContent): boolean {
  return noticeSha256({ ...a, version: 1 }) === noticeSha256({ ...b, version: 1 });
}
