import type * as z from 'zod';

/**
 * DAT-01: marks a field as the law wants it told on a form (99-027, GDPR 13(2)(e)). The mark stands in the schema
 * itself and so in the OpenAPI: `x-requirement`, and `x-label` in both languages.
 */
export function mark(requirement: 'MANDATORY' | 'OPTIONAL') {
  return <S extends z.ZodType>(schema: S, fr: string, en: string): S =>
    schema.meta({ 'x-requirement': requirement, 'x-label': { fr, en } });
}
