import { purposes } from '#core/catalogue/purposes.ts';
import type { Locale } from '#core/text.ts';
import {
  actsOn,
  chosenPurposes,
  effects,
  explanations,
  labelOf,
  type ChosenPurpose,
} from '#core/catalogue/choices.ts';
import type { Seed } from './seeds.ts';

/** The id of the text that our pages show of one purpose. */
export function preferenceNoticeId(code: ChosenPurpose): string {
  return `preferences-${code.toLowerCase().replaceAll('_', '-')}`;
}

/** Of all of them; a change of a word in `#core/catalogue/choices.ts` is a new number. */
export const preferenceNoticeVersion = 1;

/**
 * CON-03: what the page says of one purpose, as the text that a choice pins: explanation, effects and every label of a
 * button. Any change of these words is a new version. One text a purpose, so that a consent is separate (CON-11).
 */
export const preferenceNotices: readonly Seed[] = chosenPurposes.map((code) => ({
  id: preferenceNoticeId(code),
  version: preferenceNoticeVersion,
  purposes: [code],
  channels: [...purposes[code].channels],
  controllers: [],
  title: purposes[code].title,
  body: { fr: bodyOf(code, 'fr'), en: bodyOf(code, 'en') },
}));

function bodyOf(code: ChosenPurpose, locale: Locale): string {
  const acts = actsOn(code).flatMap((decision) => [
    effects[decision][locale],
    ...purposes[code].channels.map((channel) => `[${labelOf(decision, channel, locale)}]`),
  ]);
  return [explanations[code][locale], ...acts].join('\n');
}
