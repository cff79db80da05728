import { notificationRules } from '#core/catalogue/rules/notifications.ts';

const { keywords } = notificationRules['NOT-04'].parameters;
const stopWords: ReadonlySet<string> = new Set(keywords.map(plain));

/**
 * NOT-04: whether a reply says stop. The first word decides, whatever its case, accents, quotes or punctuation:
 * `« Arrêt. »`, `STOP 36180`, `stop svp`, `S.T.O.P`. Anything else is never taken for a yes (no one is re-subscribed).
 */
export function saysStop(text: string): boolean {
  const words = text
    .split(/[\s,;:!?/]+/u)
    .map(plain)
    .filter(Boolean);
  const [first = '', second = ''] = words;
  return stopWords.has(first) || stopWords.has(first + second);
}

/** Upper case letters and digits only: `Arrêt.` and `"ARRET"` are one word, `opt-out` and `OPTOUT` too. */
function plain(word: string): string {
  return word
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/\p{M}/gu, '');
}
