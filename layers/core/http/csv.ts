import type { Reply } from './types.ts';

/** A file of rows as an answer (`#core/csv.ts`): it may name persons, so nothing on the way keeps it. */
export const csvReply = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store' },
  body,
});
