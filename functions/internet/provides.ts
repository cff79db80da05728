import { Temporal } from 'temporal-polyfill';
import { invalid, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { createVaultReader } from './adapters/vault-reader.ts';
import type { Disclosed, Window } from './app/ports.ts';

export type { Disclosed, Window } from './app/ports.ts';

/** The longest window that one requisition opens (DIS-02): beyond it, it is a list. */
const longest = Temporal.Duration.from('PT24H').total('second');

/** `internet.sessions`: what still exists of the sessions of one window, and of one reader if named (DIS-02, DIS-03). */
export function createSessionDisclosure(runtime: Runtime): {
  find(window: Window): Promise<Result<Disclosed[]>>;
} {
  const reader = createVaultReader(runtime);
  return {
    find: async (window) => {
      const seconds = window.to.since(window.from).total('second');
      if (seconds < 0 || seconds > longest) return fail(tooWide);
      return ok(await reader.sessionsIn(window));
    },
  };
}

const tooWide: Problem = invalid([
  {
    field: 'to',
    code: 'WINDOW_TOO_WIDE',
    rule: 'DIS-02',
    message: {
      fr: 'Une réquisition vise une connexion : un jour au plus, dans une bibliothèque.',
      en: 'A requisition is about one session: a day at most, in one library.',
    },
  },
]);
