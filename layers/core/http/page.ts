import * as z from 'zod';
import { Page } from '../schemas.ts';
import type { Reply } from './types.ts';

const Whole = z.looseObject({ items: z.array(z.unknown()) });
type PageQuery = z.output<typeof Page>;

/** One page of an answer that holds a whole, short list: a reader's loans, the purposes. The cursor is a place in it. */
export function pageOf(reply: Reply, query: unknown): Reply {
  const whole = Whole.safeParse(reply.body);
  const page: PageQuery | undefined = Page.safeParse(query).data;
  if (!whole.success || !page) return reply;
  const from = placeOf(page.cursor);
  const items = whole.data.items.slice(from, from + page.limit);
  const isLast = from + page.limit >= whole.data.items.length;
  const cursor = isLast
    ? {}
    : { cursor: Buffer.from(String(from + page.limit)).toString('base64url') };
  return { ...reply, body: { ...whole.data, items, ...cursor } };
}

function placeOf(cursor: string | undefined): number {
  const place = Number(Buffer.from(cursor ?? '', 'base64url').toString() || '0');
  return Number.isSafeInteger(place) && place >= 0 ? place : 0;
}
