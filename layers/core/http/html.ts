import { pagePolicy } from '../html/style.ts';
import type { Locale } from '../text.ts';
import type { Reply } from './types.ts';

/** A page as an answer: never stored on the way, and under the policy of all pages (GOV-20). */
export function htmlReply(body: string, args: { locale: Locale; status?: number }): Reply {
  return {
    status: args.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': args.locale,
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy,
    },
    body,
  };
}
