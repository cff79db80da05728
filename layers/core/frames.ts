// eslint-disable-next-line no-restricted-imports -- because it reads nothing but the map of its own bundle
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import * as z from 'zod';

const place = /(?<file>file:\/\/[^\s():]+\.mjs):(?<line>\d+):(?<column>\d+)/gu;
const Payload = z.custom<SourceMapPayload>((value) => typeof value === 'object' && value !== null);

/**
 * The frames of a bundle in the lines of its sources. The map beside the bundle is read once something has failed;
 * Node's `--enable-source-maps` reads it at every start, for a sixth of the time that one takes (docs/adr/0025).
 */
export function createFrameReader(): (stack: string) => string {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file);
  };
  return (stack) =>
    stack.replaceAll(place, (written, file: string, line: string, column: string) => {
      const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
      if (!origin || !('fileName' in origin)) return written;
      const { fileName, lineNumber, columnNumber } = origin;
      return `${fileName.replace(/^(?:\.\.\/)+/u, '')}:${String(lineNumber)}:${String(columnNumber)}`;
    });
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(Payload.parse(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8'))));
  } catch {
    return undefined;
  }
}
