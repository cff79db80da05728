import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import { actsIn, type Caller } from '#core/caller.ts';
import { notificationRules } from '#core/catalogue/rules/notifications.ts';
import type { Locale, Text } from '#core/text.ts';
import type { Discrepancy, News } from '../domain/news.ts';
import type { NewsFeed } from './ports.ts';

const { propagation } = notificationRules['NOT-05'].parameters;

/**
 * NOT-05: what the library system has not confirmed a day after it happened, and what it said that it cannot do. Empty
 * when all is well.
 */
export async function listDiscrepancies(
  { feed }: { feed: Pick<NewsFeed, 'page'> },
  request: {
    since?: string | undefined;
    limit: number;
    caller: Caller;
    now: Temporal.Instant;
    locale: Locale;
  },
): Promise<{ items: z.infer<typeof Discrepancy>[]; cursor?: string }> {
  const { since, limit, caller, now, locale } = request;
  const page = await feed.page(since, limit);
  const late = now.subtract(propagation);
  const isLate = ({ at }: News) => Temporal.Instant.compare(Temporal.Instant.from(at), late) <= 0;
  const items = page
    .filter((news) => actsIn(caller, news.commune) && (news.isImpossible === true || isLate(news)))
    .map((news) => viewDiscrepancy(news, locale));
  const last = page.length === limit ? page.at(-1) : undefined;
  return { items, ...(last && { cursor: last.id }) };
}

function viewDiscrepancy(news: News, locale: Locale): z.infer<typeof Discrepancy> {
  const { id, at, commune, type, data, isImpossible } = news;
  const said = (name: 'purpose' | 'channel' | 'state') =>
    data[name] === undefined ? {} : { [name]: String(data[name]) };
  const stopsReminders =
    data['channel'] === 'SMS' && data['state'] === 'OPPOSED' && isOfReminders(data['purpose']);
  return {
    ...{ id, at, commune, type },
    ...said('purpose'),
    ...said('channel'),
    ...said('state'),
    answer: isImpossible ? 'IMPOSSIBLE' : 'NONE',
    ...(stopsReminders && { warning: remindersStop[locale] }),
  };
}

const isOfReminders = (purpose: unknown) => purpose === '*' || purpose === 'OVERDUE';

const remindersStop: Text = {
  fr: 'Les relances par SMS s’arrêtent aussi : elles partent par lettre ou par téléphone.',
  en: 'Overdue reminders by SMS stop too: they go by letter or telephone.',
};
