import { ruleMentions } from './tags.ts';

/** One file of the repository, its path relative to the root with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Rule id → places `path:line`, in the order of the files. */
export type Places = ReadonlyMap<string, readonly string[]>;

const read = /\.(?:tsx?|ya?ml|liquid|html)$/u;
// The catalogue and this tool name the rules without enforcing them; tests prove, they do not enforce.
const passedOver =
  /^layers\/core\/catalogue\/|^infra\/rules\/|^infra\/openapi\/.*\.ya?ml$|\.test\.tsx?$|(?:^|\/)(?:generated|node_modules)\//u;

/** Whether mentions in this file count as the place where a rule is enforced. */
export function isCode(path: string): boolean {
  return /^(?:functions|layers|infra)\//u.test(path) && read.test(path) && !passedOver.test(path);
}

/** Where each rule stands in the code; the files are read as they are given. */
export function placesOf(files: readonly SourceFile[]): Places {
  const places = new Map<string, string[]>();
  for (const { path, text } of files) {
    for (const [index, line] of text.split('\n').entries()) {
      for (const id of ruleMentions(line)) {
        places.set(id, [...(places.get(id) ?? []), `${path}:${String(index + 1)}`]);
      }
    }
  }
  return places;
}
