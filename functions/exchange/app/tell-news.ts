import { actsIn, type Caller } from '#core/caller.ts';
import type { News } from '../domain/news.ts';
import type { NewsFeed } from './ports.ts';

/** `patrons.contact` and `rights.recipients`, as far as news needs them. */
export interface Names {
  /** The ref by which the library system knows the reader, living or erased. */
  refOf(news: News): Promise<string | undefined>;
  /** The library system has answered to an erasure. */
  answered(news: News, state: 'ACKED' | 'IMPOSSIBLE'): Promise<void>;
}

export interface ToldNews extends Omit<News, 'subjectRef' | 'commune' | 'isImpossible'> {
  readonly patronRef: string;
}

/** A page of what the library system has not yet answered to, in the communes of the caller (RGT-05). */
export async function tellNews(
  deps: { feed: NewsFeed; names: Names },
  request: { since?: string | undefined; limit: number; caller: Caller },
): Promise<{ items: ToldNews[]; cursor?: string }> {
  const page = await deps.feed.page(request.since, request.limit);
  const items: ToldNews[] = [];
  for (const news of page) {
    const { subjectRef: _internal, commune, isImpossible, ...told } = news;
    const isTold = !isImpossible && actsIn(request.caller, commune);
    const patronRef = isTold ? await deps.names.refOf(news) : undefined;
    if (patronRef) items.push({ ...told, patronRef });
  }
  const last = page.at(-1);
  return { items, ...(last && { cursor: last.id }) };
}

/** The library system has dealt with these; what it answered to an erasure goes to the case. Twice is once. */
export async function takeAcks(
  deps: { feed: NewsFeed; names: Names },
  request: { ids: readonly string[]; outcome: 'APPLIED' | 'IMPOSSIBLE'; caller: Caller },
): Promise<number> {
  const found = (await deps.feed.find(request.ids)).filter(({ commune }) =>
    actsIn(request.caller, commune),
  );
  const state = request.outcome === 'APPLIED' ? 'ACKED' : 'IMPOSSIBLE';
  for (const news of found) await deps.names.answered(news, state);
  const isKept = ({ type }: News) => state === 'IMPOSSIBLE' && type === 'consent.changed';
  await deps.feed.markImpossible(found.filter(isKept).map(({ id }) => id));
  await deps.feed.remove(found.filter((news) => !isKept(news)).map(({ id }) => id));
  return found.length;
}
