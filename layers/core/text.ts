/** Every sentence that a person may see, French first. A missing language is a type error. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}

export type Locale = keyof Text;

/** The language of an answer from `Accept-Language` (RFC 9110 §12.5.4): French unless English is preferred. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/u.exec(p)?.[1]).find(Boolean);
      return { tag: tag.slice(0, 2), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => (tag === 'fr' || tag === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag === 'en' ? 'en' : 'fr';
}
