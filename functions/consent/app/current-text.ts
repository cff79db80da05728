import type { ChosenPurpose } from '#core/catalogue/choices.ts';
import type { Locale } from '#core/text.ts';
import { textKey, textsOf, type Meanings } from '../domain/meaning.ts';
import type { Notice } from '../domain/notice.ts';
import { preferenceNoticeId, preferenceNoticeVersion } from '../notices/preferences.ts';
import type { Notices } from './ports.ts';

interface Asked {
  readonly purpose: ChosenPurpose;
  readonly commune: string;
  readonly locale: Locale;
  readonly meanings: Meanings;
}

/**
 * The text with which a purpose is asked for today: the product's own words, until a text was published that changes
 * what the purpose means; then that one (CON-09).
 */
export async function currentText(notices: Notices, asked: Asked): Promise<Notice | undefined> {
  if (textsOf(asked.meanings, asked)) return publishedText(notices, asked);
  const { purpose, locale } = asked;
  return notices.find({
    id: preferenceNoticeId(purpose),
    version: preferenceNoticeVersion,
    locale,
  });
}

/** In the other language if it has only one; nothing while the product's own words hold. */
export async function publishedText(
  notices: Notices,
  { locale, ...asked }: Asked,
): Promise<Notice | undefined> {
  const texts = textsOf(asked.meanings, asked) ?? {};
  const [id] = Object.keys(texts).map((key) => key.split('#')[0]);
  if (id === undefined) return undefined;
  const isThere = texts[textKey({ id, locale })] !== undefined;
  return notices.latest({ id, locale: isThere ? locale : otherThan(locale) });
}

const otherThan = (locale: Locale): Locale => (locale === 'fr' ? 'en' : 'fr');
