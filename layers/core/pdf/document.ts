import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { Temporal } from 'temporal-polyfill';
import { bindSigns } from '../french.ts';
import type { Locale, Text } from '../text.ts';
import { fonts } from './fonts.ts';

/** Points: what is read on paper without glasses is no smaller than 14. */
const letters = { title: 22, text: 14 } as const;
/** Points: 2 cm around, and a place for the foot below. */
const margins = { top: 57, left: 57, right: 57, bottom: 85 };
const footAbove = 57;
/** Lines between one thing and the next. */
const apart = 0.75;

const tags = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Locale, string>;

const numbered = {
  fr: (page: number, of: number) => `Page ${String(page)} sur ${String(of)}`,
  en: (page: number, of: number) => `Page ${String(page)} of ${String(of)}`,
} satisfies Record<keyof Text, unknown>;

export interface PdfEntry {
  readonly name: string;
  readonly lines: readonly string[];
}

export interface PdfProps {
  readonly locale: Locale;
  /** The only heading, and the title of the window. */
  readonly title: string;
  /** Who speaks, above the title. */
  readonly site: string;
  readonly opening: readonly string[];
  readonly entries: readonly PdfEntry[];
  readonly closing: readonly string[];
  /** At the foot of each page, beside its number. */
  readonly foot: string;
  readonly madeAt: Temporal.Instant;
}

const ground = createRequire(import.meta.url);
const files = { text: ground.resolve(fonts.text), strong: ground.resolve(fonts.strong) };

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/** ISO 14289, which the types of the package do not name yet. */
const accessible: object = { subset: 'PDF/UA' };

/**
 * A list on A4, as a screen reader and weak eyes need it (PDF/UA-1): language, title, one heading, a tagged list, fonts
 * embedded, an entry never over two pages, pages numbered.
 */
export async function writePdf(props: PdfProps): Promise<Uint8Array> {
  const pdf = open(props);
  const bytes = buffer(pdf);
  const whole = pdf.struct('Document');
  pdf.addStructure(whole);
  addParagraphs(pdf, whole, [props.site]);
  const heading = () => void inFont(pdf, 'strong', letters.title).text(props.title);
  whole.add(pdf.struct('H1', {}, heading));
  addParagraphs(pdf, whole, props.opening);
  if (props.entries.length > 0) addList(pdf, whole, props.entries);
  addParagraphs(pdf, whole, props.closing);
  whole.end();
  addFeet(pdf, props);
  pdf.end();
  return bytes;
}

function open({ locale, title, site, madeAt }: PdfProps): Pdf {
  return new PDFDocument({
    size: 'A4',
    margins,
    font: files.text,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: tags[locale],
    // eslint-disable-next-line no-restricted-globals -- because the package takes no other.
    info: { Title: title, Author: site, CreationDate: new Date(madeAt.epochMilliseconds) },
    ...accessible,
  });
}

function addParagraphs(pdf: Pdf, whole: Element, lines: readonly string[]): void {
  for (const line of lines) {
    const said = say(line, 'text');
    keepTogether(pdf, [said]);
    whole.add(paragraph(pdf, said));
    pdf.moveDown(apart);
  }
}

function addList(pdf: Pdf, whole: Element, entries: readonly PdfEntry[]): void {
  const list = pdf.struct('L');
  whole.add(list);
  for (const { name, lines } of entries) {
    const said = [say(name, 'strong'), ...lines.map((line) => say(line, 'text'))];
    keepTogether(pdf, said);
    const paragraphs = said.map((one) => paragraph(pdf, one));
    list.add(pdf.struct('LI', {}, [pdf.struct('LBody', {}, paragraphs)]));
    pdf.moveDown(apart);
  }
  list.end();
}

type Said = readonly [line: string, font: keyof typeof fonts];

const say = (line: string, font: keyof typeof fonts): Said => [bindSigns(line), font];

const paragraph = (pdf: Pdf, [line, font]: Said): Element =>
  pdf.struct('P', {}, () => void inFont(pdf, font).text(line));

/** A new page when this one has no room for all of it. */
function keepTogether(pdf: Pdf, said: readonly Said[]): void {
  const width = pdf.page.width - margins.left - margins.right;
  const height = said.reduce(
    (sum, [line, font]) => sum + inFont(pdf, font).heightOfString(line, { width }),
    0,
  );
  if (pdf.y + height > pdf.page.height - margins.bottom) pdf.addPage();
}

const inFont = (pdf: Pdf, font: keyof typeof fonts, size: number = letters.text): Pdf =>
  pdf.font(files[font]).fontSize(size);

/** Beside the text, not of it: a screen reader does not stop there. */
function addFeet(pdf: Pdf, { locale, foot }: PdfProps): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // Else the foot, which is below the text, would begin a page of its own.
    pdf.page.margins = { ...margins, bottom: 0 };
    const top = pdf.page.height - footAbove;
    const number = numbered[locale](page + 1, count);
    pdf.markContent('Artifact', { type: 'Pagination' });
    inFont(pdf, 'text').text(foot, margins.left, top, { lineBreak: false });
    const left = pdf.page.width - margins.right - pdf.widthOfString(number);
    pdf.text(number, left, top, { lineBreak: false });
    pdf.endMarkedContent();
  }
}
