import type { Text } from '#core/text.ts';
import type { Notice } from '../domain/notice.ts';

/** A notice that ships with the product, in both languages at once. */
export type Seed = Omit<Notice, 'locale' | 'title' | 'body'> & {
  readonly title: Text;
  readonly body: Text;
};

export function inBothLanguages({ title, body, ...seed }: Seed): Notice[] {
  return (['fr', 'en'] as const).map((locale) => ({
    ...seed,
    locale,
    title: title[locale],
    body: body[locale],
  }));
}
