import * as z from 'zod';
import type { NoticePin } from './ledger.ts';
import type { Notice } from './notice.ts';

/**
 * Which texts say what a purpose means today (CON-09). A line begins when a published text changes what its purpose
 * means; further texts that say the same join it. A purpose without a line means what the product's own texts say.
 */
const Line = z.object({
  purpose: z.string(),
  /** Communes whose purpose it is; empty: all (GOV-03). */
  controllers: z.array(z.string()),
  /** The text in one language, and its first version that says so. */
  texts: z.record(z.string(), z.int()),
});
type Line = z.infer<typeof Line>;

/** Newest first: the first line of a purpose that is a commune's counts there. */
export const Meanings = z.object({ version: z.int(), lines: z.array(Line) });
export type Meanings = z.infer<typeof Meanings>;

export const noMeanings: Meanings = { version: 0, lines: [] };

/** `NEW`: what the purpose means has changed. `SAME`: a correction, a translation, another form of the same. */
export const Meaning = z.enum(['NEW', 'SAME']);
export type Meaning = z.infer<typeof Meaning>;

interface Asked {
  readonly purpose: string;
  readonly commune: string;
}

/** Text and language → first version that carries today's meaning; nothing while the product's own texts do. */
export function textsOf(
  { lines }: Meanings,
  { purpose, commune }: Asked,
): Readonly<Record<string, number>> | undefined {
  return lines.find((line) => line.purpose === purpose && isOf(line.controllers, commune))?.texts;
}

const isOf = (controllers: readonly string[], commune: string) =>
  controllers.length === 0 || controllers.includes(commune);

/** A yes to a text that no longer says what the purpose means is no yes to the purpose. It stays proof of itself. */
export function isOutdated(
  meanings: Meanings,
  { notice, ...asked }: Asked & { notice: Pick<NoticePin, TextName> | undefined },
): boolean {
  const texts = textsOf(meanings, asked);
  if (!texts) return false;
  const first = notice && texts[textKey(notice)];
  return first === undefined || notice === undefined || notice.version < first;
}

type TextName = 'id' | 'locale' | 'version';
type Published = Pick<Notice, TextName | 'controllers'>;

export const textKey = ({ id, locale }: Pick<NoticePin, 'id' | 'locale'>): string =>
  `${id}#${locale}`;

/** What the purpose means once this text is published. */
export function withText(
  meanings: Meanings,
  { purpose, notice, meaning }: { purpose: string; notice: Published; meaning: Meaning },
): Meanings {
  const { lines, version } = meanings;
  const joins = (line: Line) =>
    line.purpose === purpose &&
    overlap(line.controllers, notice.controllers) &&
    (meaning === 'SAME' || isTranslated(line, notice));
  if (meaning === 'NEW' && !lines.some(joins)) {
    const { controllers } = notice;
    const line = { purpose, controllers, texts: { [textKey(notice)]: notice.version } };
    const older = lines.filter(
      (one) => one.purpose !== purpose || !covers(controllers, one.controllers),
    );
    return { version, lines: [line, ...older] };
  }
  return { version, lines: lines.map((line) => (joins(line) ? withVersion(line, notice) : line)) };
}

/** The same change in the other language: one of both comes first. */
const isTranslated = ({ texts }: Line, { id, locale, version }: Published) =>
  texts[textKey({ id, locale: locale === 'fr' ? 'en' : 'fr' })] === version &&
  texts[textKey({ id, locale })] === undefined;

function withVersion(line: Line, notice: Published): Line {
  const key = textKey(notice);
  const first = line.texts[key] ?? notice.version;
  return { ...line, texts: { ...line.texts, [key]: first } };
}

const overlap = (a: readonly string[], b: readonly string[]) =>
  a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));

const covers = (wide: readonly string[], narrow: readonly string[]) =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((one) => wide.includes(one)));
