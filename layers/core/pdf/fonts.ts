/**
 * The letters of a PDF, embedded in it: Latin with all accents, Greek, Cyrillic, Arabic, Hebrew. They are files that a
 * bundle finds beside it (`infra/inventory/compose.ts`), under the free licence of Bitstream Vera.
 */
export const fonts = {
  text: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  strong: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
} as const;
