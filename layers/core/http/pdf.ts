import type { Reply } from './types.ts';

/** A file to print as an answer (`#core/pdf/document.ts`): it may name persons, so nothing on the way keeps it. */
export const pdfReply = (body: Uint8Array, args: { name: string; locale: string }): Reply => ({
  status: 200,
  headers: {
    'content-type': 'application/pdf',
    'content-language': args.locale,
    'content-disposition': `inline; filename="${args.name}.pdf"`,
    'cache-control': 'no-store',
  },
  body,
});
