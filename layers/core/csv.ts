/** RFC 4180, with a byte-order mark so that office programs read the accents. What a row lacks is an empty cell. */
export function writeCsv<C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Partial<Record<C, string | undefined>>>[],
): string {
  const cells = rows.map((row) => columns.map((column) => cell(row[column] ?? '')));
  return `\uFEFF${[columns, ...cells].map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** A text that begins like a formula must not become one. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
