import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type * as z from 'zod';

/** A small value that is written thousands of times a second while a year goes by, and survives `kill -9`. */
export interface Notebook<T> {
  /** As it was when the file was opened. */
  readonly saved: T | undefined;
  save(value: T): void;
  close(): void;
}

/** Written in place, padded over what stood there: opening and truncating would cost a hundred times more. */
export function openNotebook<T>(file: string, schema: z.ZodType<T>): Notebook<T> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const saved = text.trim() === '' ? undefined : schema.parse(JSON.parse(text));
  const descriptor = openSync(file, existsSync(file) ? 'r+' : 'w+', 0o600);
  let width = text.length;
  return {
    saved,
    save(value) {
      const line = JSON.stringify(value);
      width = Math.max(width, line.length);
      writeSync(descriptor, line.padEnd(width), 0);
    },
    close: () => closeSync(descriptor),
  };
}
