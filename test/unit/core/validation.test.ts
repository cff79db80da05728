import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Instant, LocalDate, Ref } from '#core/schemas.ts';
import { parseInput } from '#core/validation.ts';

const Body = z.strictObject({
  name: z.string().max(5),
  at: Instant.optional(),
  on: LocalDate.optional(),
});

const errorsOf = (schema: z.ZodType, value: unknown) => {
  const parsed = parseInput(schema, value);
  return parsed.ok
    ? []
    : (parsed.problem.errors ?? []).map(({ field, code, rule }) => [field, code, rule]);
};

describe('parseInput', () => {
  it.each([
    ['a missing field', {}, ['name', 'REQUIRED', undefined]],
    ['a wrong type', { name: 1 }, ['name', 'WRONG_TYPE', undefined]],
    ['too long', { name: 'abcdef' }, ['name', 'TOO_LARGE', undefined]],
    [
      '[DAT-01] a field that is not on the list',
      { name: 'a', nationality: 'FR' },
      ['nationality', 'UNKNOWN_FIELD', 'DAT-01'],
    ],
    ['[DAT-02] a NIR', { name: '206127511100564' }, ['name', 'NIR', 'DAT-02']],
    [
      'a time without offset',
      { name: 'a', at: '2026-01-15T16:04:00' },
      ['at', 'OFFSET_REQUIRED', undefined],
    ],
    [
      '[DAT-07] a day that does not exist',
      { name: 'a', on: '2026-02-30' },
      ['on', 'IMPOSSIBLE_DATE', 'DAT-07'],
    ],
  ])('names the field and the rule of %s', (_name, value, expected) => {
    expect(errorsOf(Body, value)).toContainEqual(expected);
  });

  it('repeats no value that was sent', () => {
    const parsed = parseInput(Body, { name: 'Nguyên-Dupont', at: 'secret', on: 'secret' });
    expect(JSON.stringify(parsed)).not.toMatch(/Nguy|secret/u);
  });

  it.each(['2026-01-15T16:04:00+01:00', '2026-01-15T16:04:00+0100', '2026-01-15T15:04:00Z'])(
    'reads %s as the same instant',
    (text) => {
      expect(Instant.parse(text).epochMilliseconds).toBe(Date.UTC(2026, 0, 15, 15, 4));
    },
  );

  it.each(['koha:1042', 'koha:item:5512', 'evergreen:RPLS-WEPL'])('takes %s as a ref', (ref) => {
    expect(Ref.safeParse(ref).success).toBe(true);
  });
  it.each(['1042', 'koha:', 'koha:10 42', 'KOHA:1', ''])('refuses "%s" as a ref', (ref) => {
    expect(Ref.safeParse(ref).success).toBe(false);
  });
});
