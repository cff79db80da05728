import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { refusal } from './validation.ts';

/** Schemas of the API that several plugins share (`api.md`). */

/** An ILS's own id with its source: `koha:1042`. */
export const Ref = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9]*(:[A-Za-z0-9][A-Za-z0-9._-]*)+$/u)
  .meta({ id: 'Ref', description: 'Id of the library system, with its source: koha:1042' });

/** An instant with its offset; `+02:00`, `+0200` and `Z` are accepted, a time without offset is refused. */
export const Instant = z
  .string()
  .max(40)
  .transform((text, context) => {
    const instant = parseInstant(text);
    if (!instant) context.addIssue({ code: 'custom', ...offsetRequired });
    return instant ?? z.NEVER;
  })
  .meta({ format: 'date-time' });

const offsetRequired = refusal({
  code: 'OFFSET_REQUIRED',
  text: {
    fr: 'Instant ISO 8601 avec décalage attendu (2026-01-15T16:04:00+01:00).',
    en: 'ISO 8601 instant with an offset expected (2026-01-15T16:04:00+01:00).',
  },
});

function parseInstant(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** A local civil date. */
export const LocalDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/u)
  .refine(
    // The calendar as a pattern: a hundred records hold a thousand dates, each checked again when it is read.
    (text) => z.regexes.date.test(text),
    refusal({
      code: 'IMPOSSIBLE_DATE',
      rule: 'DAT-07',
      text: { fr: 'Cette date n’existe pas.', en: 'This date does not exist.' },
    }),
  )
  .meta({ format: 'date' });

export const Limit = z.coerce.number().int().min(1).max(200).default(50);
/** The cursor of a whole, short list is a place in it; a list that is read page by page from a store has its own. */
export const Page = z.strictObject({
  limit: Limit,
  cursor: z
    .string()
    .regex(/^\d{1,9}$/u)
    .optional(),
});

/** A field error as the API says it: in a problem, a warning or the outcome of an item. */
export const FieldProblem = z
  .object({
    field: z.string(),
    code: z.string(),
    message: z.string(),
    rule: z.string().optional(),
  })
  .meta({ id: 'FieldError' });

/** Sealed bytes of a stored item. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
