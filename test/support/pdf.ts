import { getDocumentProxy } from 'unpdf';

export interface ReadPdf {
  /** Lines of text of each page, in the order of reading. */
  readonly pages: readonly (readonly string[])[];
  readonly title: unknown;
  readonly language: unknown;
  /** Points. */
  readonly smallestLetter: number;
  /** Roles of the tags, outermost first, as a screen reader walks them. */
  readonly tags: readonly string[];
}

/** A PDF as a viewer opens it (Mozilla's reader), not as it was written. */
export async function readPdf(bytes: ArrayBuffer | Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { info } = await pdf.getMetadata();
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, (_, at) => pdf.getPage(at + 1)),
  );
  const items = await Promise.all(
    pages.map(async (page) =>
      (await page.getTextContent()).items.flatMap((item) => ('str' in item ? item : [])),
    ),
  );
  const said = items.flat().filter(({ str }) => str.trim() !== '');
  return {
    pages: items.map(linesOf),
    title: Reflect.get(info, 'Title'),
    language: Reflect.get(info, 'Language'),
    smallestLetter: Math.min(...said.map(({ height }) => height)),
    tags: (await Promise.all(pages.map((page) => page.getStructTree()))).flatMap(rolesOf),
  };
}

const linesOf = (items: readonly { str: string; hasEOL: boolean }[]): string[] =>
  items
    .map(({ str, hasEOL }) => str + (hasEOL ? '\n' : ''))
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '');

function rolesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('role' in node)) return [];
  const children = 'children' in node && Array.isArray(node.children) ? node.children : [];
  return [String(node.role), ...children.flatMap(rolesOf)];
}
