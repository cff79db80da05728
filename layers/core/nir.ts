/**
 * DAT-02: the national registration number (NIR) is refused everywhere (LIL art. 30, décret 2019-341).
 * Thirteen positions and a key of two digits, `key = 97 − (n mod 97)`; Corsican departments count as 19 (2A) and
 * 18 (2B). Spaces, dots and hyphens between the groups are ignored.
 */
const written =
  /(?<![\dA-Za-z])([123478])[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2}|2[ABab])[ .-]?(\d{3})[ .-]?(\d{3})[ .-]?(\d{2})(?!\d)/gu;

export type NirFinding = 'VALID' | 'WRONG_KEY';

/** The worst finding in a text: a number with its right key, one with a wrong key, or nothing. */
export function findNir(text: string): NirFinding | undefined {
  let finding: NirFinding | undefined;
  for (const [, sex, year, month, department, commune, order, key] of text.matchAll(written)) {
    if (!isMonth(Number(month)) || order === '000') continue;
    const digits = `${sex}${year}${month}${corsica[department?.toUpperCase() ?? ''] ?? department}${commune}${order}`;
    const isKeyRight = 97 - Number(BigInt(digits) % 97n) === Number(key);
    if (isKeyRight && isPlausible(Number(month), department, commune)) return 'VALID';
    finding = 'WRONG_KEY';
  }
  return finding;
}

const corsica: Readonly<Record<string, string>> = { '2A': '19', '2B': '18' };

/**
 * What really occurs: a month 01–12, or 20 and 30–42 when it is not known; a department from 01, and in metropolitan
 * France a commune that is numbered. The rest of the scheme is so rare that a right key there is more often the chance of
 * a card number, and is only warned about.
 */
const isPlausible = (month: number, department = '', commune = '') =>
  (month <= 12 || month === 20 || (month >= 30 && month <= 42)) &&
  department !== '00' &&
  commune !== '000';

/** INSEE also uses 20–42 and 50–99 when the month of birth is not known. */
const isMonth = (month: number) =>
  (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;

/** Walks every string of a JSON value, keys included, and reports where a NIR stands. */
export function findNirFields(
  value: unknown,
  field = '',
): { field: string; finding: NirFinding }[] {
  if (typeof value === 'string') {
    const finding = findNir(value);
    return finding ? [{ field, finding }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = field ? `${field}.${key}` : key;
    const inKey = findNir(key);
    return [
      ...(inKey ? [{ field: field || '*', finding: inKey }] : []),
      ...findNirFields(inner, path),
    ];
  });
}
