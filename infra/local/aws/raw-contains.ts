import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How many stored files contain this text: as it is, or as JSON writes it inside a string (once for a value, twice for
 * a JSON body within a JSON file). Files that vanish meanwhile do not count.
 * @param text not empty
 */
export function countRaw(dataFolder: string, text: string): number {
  const once = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  const needles = [...new Set([text, once, twice])];
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.filter((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return needles.some((needle) => bytes.includes(needle));
  }).length;
}
