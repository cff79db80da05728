import * as z from 'zod';
import { Page } from '../schemas.ts';
import type { Reply } from './types.ts';

const Whole = z.looseObject({ items: z.array(z.unknown()) });
/** Beside the filters of the route, which it has checked. */
const Filter = Page.strip();

/** One page of an answer that holds a whole, short list: a reader's loans, the purposes. The cursor is a place in it. */
export function pageOf(reply: Reply, query: unknown): Reply {
  const whole = Whole.safeParse(reply.body);
  const page = Filter.safeParse(query);
  if (!whole.success || !page.success) return reply;
  const { limit, cursor = '0' } = page.data;
  const to = Number(cursor) + limit;
  const items = whole.data.items.slice(Number(cursor), to);
  const isLast = to >= whole.data.items.length;
  return { ...reply, body: { ...whole.data, items, ...(!isLast && { cursor: String(to) }) } };
}
