import type { Text } from '#core/text.ts';
import type { Notice } from '../domain/notice.ts';

/** A notice that ships with the product, in both languages at once. */
export type Seed = Omit<Notice, 'locale' | 'title' | 'body' | 'publishedAt'> & {
  readonly title: Text;
  readonly body: Text;
};

/** No text that cites the GDPR was read before it applied. */
const publishedAt = '2018-05-25T00:00:00Z';

export function inBothLanguages({ title, body, ...seed }: Seed): Notice[] {
  return (['fr', 'en'] as const).map((locale) => ({
    ...seed,
    publishedAt,
    locale,
    title: title[locale],
    body: body[locale],
  }));
}
