import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { writePdf, type PdfProps } from '#core/pdf/document.ts';
import { readPdf } from '../../support/pdf.ts';

const props = (more: Partial<PdfProps> = {}): PdfProps => ({
  locale: 'fr',
  title: 'Ma liste de lectures',
  site: 'Réseau des bibliothèques du Val d’Œuf',
  opening: ['Du plus récent au plus ancien'],
  entries: [],
  closing: ['La bibliothèque oublie ; ceci est à vous.'],
  foot: 'Imprimé le 8 février 2027',
  madeAt: Temporal.Instant.from('2027-02-08T09:00:00Z'),
  ...more,
});

describe('a PDF', () => {
  it('[GOV-17] says its language and title, and is tagged for a screen reader', async () => {
    const entries = [{ name: 'Nana', lines: ['Zola, Émile', 'Emprunté le 4 janvier 2027'] }];
    const read = await readPdf(await writePdf(props({ entries })));
    expect(read).toMatchObject({ language: 'fr-FR', title: 'Ma liste de lectures' });
    expect(read.tags).toEqual(
      'Root Document P H1 P L LI LBody P P P P'.split(' '), // the foot is beside the text
    );
    expect((await readPdf(await writePdf(props({ locale: 'en' })))).language).toBe('en-GB');
  });

  it('[RGT-04] is in letters of 14 points or more, its fonts embedded', async () => {
    const bytes = await writePdf(props({ entries: [{ name: 'Nana', lines: ['Zola'] }] }));
    expect((await readPdf(bytes)).smallestLetter).toBeGreaterThanOrEqual(14);
    const raw = Buffer.from(bytes).toString('latin1');
    expect(raw.match(/\/FontFile2 /gu)).toHaveLength(2);
    expect(raw.match(/\/Type \/FontDescriptor/gu)).toHaveLength(2);
  });

  it('writes what libraries of all languages write', async () => {
    const names = ['L’Œuvre çà et là', 'Nguyễn, ở đâu', 'Háček żółć', 'Война и мир', 'Οδύσσεια'];
    const entries = names.map((name) => ({ name, lines: [] }));
    const { pages } = await readPdf(await writePdf(props({ entries })));
    expect(pages[0]).toEqual(expect.arrayContaining(names));
  });

  it('keeps an entry on one page and numbers the pages', async () => {
    const entries = Array.from({ length: 31 }, (_, n) => ({
      name: `Titre ${String(n)}`,
      lines: ['premier', 'second', `fin ${String(n)}`],
    }));
    const { pages } = await readPdf(await writePdf(props({ entries })));
    expect(pages.length).toBeGreaterThan(2);
    for (const [at, lines] of pages.entries()) {
      const of = pages.length;
      expect(lines.at(-1)).toBe(
        `Imprimé le 8 février 2027 Page ${String(at + 1)} sur ${String(of)}`,
      );
    }
    const pageOf = (line: string) => pages.findIndex((lines) => lines.includes(line));
    for (const n of entries.keys()) {
      expect(pageOf(`Titre ${String(n)}`)).toBeGreaterThanOrEqual(0);
      expect(pageOf(`Titre ${String(n)}`)).toBe(pageOf(`fin ${String(n)}`));
    }
  });

  it('breaks no French line before `:` or `»`', async () => {
    const opening = Array.from({ length: 40 }, (_, n) => `${'a'.repeat(30 + n)} « b » : c`);
    const { pages } = await readPdf(await writePdf(props({ opening })));
    const lines = pages.flat();
    expect(lines.length).toBeGreaterThan(45);
    expect(lines.filter((line) => /^[:»]/u.test(line))).toEqual([]);
  });
});
