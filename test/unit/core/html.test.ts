import { describe, expect, it } from '@jest/globals';
import { h } from 'preact';
import { dayInFigures, dayInWords, monthInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';

describe('a day on a page', () => {
  it.each([
    ['2028-06-01', 'fr', '1er juin 2028'],
    ['2028-06-11', 'fr', '11 juin 2028'],
    ['2028-06-01', 'en', '1 June 2028'],
    ['2028-06-01T00:30:00+02:00', 'fr', '1er juin 2028'],
  ] as const)('%s in words, %s: %s', (date, locale, said) => {
    expect(dayInWords(date, locale)).toBe(said);
  });

  it('in figures has the day first in both languages, and a month has no day', () => {
    expect(dayInFigures('2028-06-09', 'fr')).toBe('09/06/2028');
    expect(dayInFigures('2028-06-09', 'en')).toBe('09/06/2028');
    expect(monthInWords('2028-06', 'fr')).toBe('juin 2028');
  });
});

describe('a page', () => {
  it('[CON-03] changes not a character of what it shows', () => {
    const title = 'Oui : «\u00A0non »';
    const page = renderPage({ locale: 'fr', title, children: h('p', {}, 'Vraiment ?') });
    expect(page).toContain(`<h1>${title}</h1><p>Vraiment ?</p>`);
  });
});
