/** For the reader of fonts: Node's own, in place of half a megabyte of dictionary in the bundle (`compose.ts`). */
// eslint-disable-next-line no-restricted-syntax -- because it stands for a module that the package imports so.
export { brotliDecompressSync as default } from 'node:zlib';
