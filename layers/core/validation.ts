import type * as z from 'zod';
import { findNirFields } from './nir.ts';
import { refusedBy } from './not-collected.ts';
import { invalid, type FieldError, type RuleId } from './problem.ts';
import { fail, ok, type Result } from './result.ts';
import type { Text } from './text.ts';

/** What a `refine` or `addIssue` of ours carries, so that its refusal names the rule. */
export interface Refusal {
  readonly code: string;
  readonly text: Text;
  readonly rule?: RuleId;
}

/** Options for `schema.refine(test, refusal(…))`. */
export function refusal(parameters: Refusal): { params: Refusal } {
  return { params: parameters };
}

/**
 * Parses untrusted input: NIR first (DAT-02), then the schema. The problem lists every field with its rule
 * and repeats no value.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const nir = nirErrors(value);
  return nir.length > 0 ? fail(invalid(nir)) : parseShape(schema, value);
}

/** The schema alone: for an envelope whose items are parsed one by one. */
export function parseShape<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success
    ? ok(parsed.data)
    : fail(invalid(parsed.error.issues.flatMap(toFieldErrors)));
}

/** DAT-02, mode BLOCK: a NIR with its right key is refused; one with a wrong key is only warned about. */
function nirErrors(value: unknown): FieldError[] {
  return findNirFields(value)
    .filter(({ finding }) => finding === 'VALID')
    .map(({ field }) => ({ field, code: 'NIR', rule: 'DAT-02', message: nirText }));
}

export const nirText: Text = {
  fr: 'Un numéro de sécurité sociale ne peut être enregistré nulle part.',
  en: 'A national registration number (NIR) may not be stored anywhere.',
};

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.flatMap((key) => unknownField(field ? `${field}.${key}` : key, key));
  }
  if (issue.code === 'custom' && isRefusal(issue.params)) {
    const { code, text, rule } = issue.params;
    return [{ field, code, message: text, ...(rule && { rule }) }];
  }
  const { code, message } = known(issue);
  return [{ field, code, message }];
}

/** DAT-01, and the rule that speaks of this very thing when one does (DAT-03, DAT-05, DAT-08, DAT-09). */
function unknownField(field: string, key: string): FieldError[] {
  const refused = refusedBy(key);
  return [
    {
      field,
      code: 'UNKNOWN_FIELD',
      rule: 'DAT-01',
      message: {
        fr: 'Ce champ n’est pas dans la liste des données autorisées.',
        en: 'This field is not on the list of permitted data.',
      },
    },
    ...(refused
      ? [{ field, code: 'NOT_COLLECTED', rule: refused.rule, message: refused.text }]
      : []),
  ];
}

const isRefusal = (params: unknown): params is Refusal =>
  typeof params === 'object' && params !== null && 'code' in params && 'text' in params;

function known(issue: z.core.$ZodIssue): { code: string; message: Text } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'REQUIRED', message: { fr: 'Champ obligatoire.', en: 'Required field.' } }
        : { code: 'WRONG_TYPE', message: { fr: 'Type inattendu.', en: 'Unexpected type.' } };
    case 'too_big':
      return {
        code: 'TOO_LARGE',
        message: { fr: 'Trop long ou trop grand.', en: 'Too long or too large.' },
      };
    case 'too_small':
      return {
        code: 'TOO_SMALL',
        message: { fr: 'Trop court ou trop petit.', en: 'Too short or too small.' },
      };
    case 'invalid_value':
    case 'invalid_union':
      return {
        code: 'NOT_ALLOWED',
        message: { fr: 'Valeur hors de la liste.', en: 'Value not on the list.' },
      };
    default:
      return { code: 'FORMAT', message: { fr: 'Format incorrect.', en: 'Wrong format.' } };
  }
}
