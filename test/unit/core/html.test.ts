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

describe('the French of a page', () => {
  const page = (locale: 'fr' | 'en') =>
    renderPage({
      locale,
      title: 'Oui : « non »',
      children: [h('p', { title: 'a : b' }, 'Vraiment ?'), h('pre', {}, 'écrit : tel quel')],
    });

  it('keeps a colon and a guillemet with their word, but what is quoted and what is not read', () => {
    expect(page('fr')).toContain('<h1>Oui\u00A0: «\u00A0non\u00A0»</h1>');
    expect(page('fr')).toContain('<p title="a : b">Vraiment\u00A0?</p><pre>écrit : tel quel</pre>');
  });

  it('leaves English alone', () => {
    expect(page('en')).not.toContain('\u00A0:');
  });
});

describe('the foot of a page', () => {
  it.each([
    ['fr', '<a href="/accessibilite">Accessibilité\u00A0: non conforme</a>'],
    ['en', '<a href="/accessibilite?lang=en">Accessibility: non-compliant</a>'],
  ] as const)('[GOV-17] says in %s how far it complies, and leads to why', (locale, link) => {
    const page = renderPage({ locale, title: 'Vos choix', children: h('p', {}, 'Bonjour') });
    expect(page).toContain(`<footer><p>${link}</p></footer>`);
  });
});
