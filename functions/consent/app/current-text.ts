import type { Locale } from '#core/text.ts';
import { textKey, textsOf, type Meanings } from '../domain/meaning.ts';
import type { Notice } from '../domain/notice.ts';
import {
  preferenceNoticeId,
  preferenceNoticeVersion,
  type ChosenPurpose,
} from '../domain/preference-words.ts';
import type { Notices } from './ports.ts';

/**
 * The text with which a purpose is asked for today: the product's own words, until a text was published that changes
 * what the purpose means; then that one (CON-09), in the other language if it has only one.
 */
export function currentText(
  notices: Notices,
  asked: { purpose: ChosenPurpose; commune: string; locale: Locale; meanings: Meanings },
): Promise<Notice | undefined> {
  const { purpose, locale } = asked;
  const [changed] = Object.keys(textsOf(asked.meanings, asked) ?? {});
  if (changed === undefined) {
    const version = preferenceNoticeVersion;
    return notices.find({ id: preferenceNoticeId(purpose), version, locale });
  }
  const [id = ''] = changed.split('#');
  const own = textsOf(asked.meanings, asked)?.[textKey({ id, locale })];
  return notices.latest({ id, locale: own === undefined ? otherThan(locale) : locale });
}

const otherThan = (locale: Locale): Locale => (locale === 'fr' ? 'en' : 'fr');
