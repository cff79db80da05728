import { describe, expect, it } from '@jest/globals';
import { localeOf } from '#core/text.ts';

describe('localeOf', () => {
  it.each([
    [undefined, 'fr'],
    ['', 'fr'],
    ['en', 'en'],
    ['en-GB,fr;q=0.5', 'en'],
    ['fr-FR,en;q=0.9', 'fr'],
    ['en;q=0.2, fr;q=0.8', 'fr'],
    ['de, en;q=0.4', 'en'],
    ['en;q=0', 'fr'],
    ['de', 'fr'],
  ] as const)('%s → %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
