import type { Locale, Text } from '../text.ts';

/**
 * GOV-17: what every page has to say of itself (décret 2019-768, art. 4). Where no audit against RGAA 4.1 is in force the word is
 * “non conforme”, whatever our own tests find; the statement says what they do find.
 */
export const conformity: Text = {
  fr: 'Accessibilité : non conforme',
  en: 'Accessibility: non-compliant',
};

/** Where the statement is, in the language of the page that leads there. */
export const statementPath = (locale: Locale): string =>
  locale === 'fr' ? '/accessibilite' : `/accessibilite?lang=${locale}`;
