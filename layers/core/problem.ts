import type { RuleId } from './catalogue/rules.ts';
import type { Text } from './text.ts';

/** Id of a rule of the catalogue: a misspelt one is a type error. */
export type { RuleId };

/** For what we wrote ourselves and read back: its shape is enough, the catalogue need not come along. */
export function hasRuleShape(text: string): text is RuleId {
  return /^[A-Z]{3}-\d{2}$/u.test(text);
}

/** What is wrong with one field of a request. Never repeats the value that was sent (GOV-15). */
export interface FieldError {
  /** Path of the field, dotted: `events.3.at`. */
  readonly field: string;
  readonly code: string;
  readonly message: Text;
  readonly rule?: RuleId;
}

/** A refusal, as a value. The HTTP edge turns it into `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** Stable machine word, UPPER_SNAKE. */
  readonly code: string;
  readonly title: Text;
  readonly detail?: Text;
  /** The rule that decided, when one did. */
  readonly rule?: RuleId;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

export const unreadable = (detail: Text): Problem => ({
  status: 400,
  code: 'UNREADABLE',
  title: { fr: 'Requête illisible', en: 'Unreadable request' },
  detail,
});

export const unauthenticated: Problem = {
  status: 401,
  code: 'UNAUTHENTICATED',
  title: { fr: 'Jeton absent, expiré ou étranger', en: 'Missing, expired or foreign token' },
};

export const roleMayNot: Problem = {
  status: 403,
  code: 'ROLE_MAY_NOT',
  title: { fr: 'Votre rôle ne le permet pas', en: 'Your role does not allow this' },
  rule: 'GOV-10',
};

export const notFound: Problem = {
  status: 404,
  code: 'NOT_FOUND',
  title: { fr: 'Introuvable', en: 'Not found' },
};

export const erased: Problem = {
  status: 410,
  code: 'ERASED',
  title: { fr: 'Effacé', en: 'Erased' },
};

export const conflict = (code: string, title: Text): Problem => ({ status: 409, code, title });

/** What was read a moment ago stands no longer: nothing was written. */
export const changedMeanwhile = conflict('CHANGED_MEANWHILE', {
  fr: 'Quelqu’un vient de changer cet enregistrement : recommencer',
  en: 'Somebody has just changed this record: try again',
});

export const invalid = (errors: readonly FieldError[]): Problem => {
  const rule = errors.find((error) => error.rule)?.rule;
  return {
    status: 422,
    code: 'INVALID',
    title: { fr: 'Champs refusés', en: 'Fields refused' },
    errors,
    ...(rule && { rule }),
  };
};

export const unavailable: Problem = {
  status: 503,
  code: 'UNAVAILABLE',
  title: { fr: 'Service momentanément indisponible', en: 'Service temporarily unavailable' },
  retryAfterSeconds: 5,
};
