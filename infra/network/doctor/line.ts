import type { RuleId } from '#core/problem.ts';
import type { Locale, Text } from '#core/text.ts';

export const states = ['ok', 'missing', 'cannot tell'] as const;
export type State = (typeof states)[number];

/** One thing that production needs. */
export interface Line {
  /** Stable word for programs: `dpo.valserine`, `ses.sandbox`. */
  readonly id: string;
  readonly state: State;
  readonly what: Text;
  /** What to do; absent when nothing is to be done. */
  readonly remedy?: Text;
  readonly rule?: RuleId;
}

export function found(id: string, what: Text, rule?: RuleId): Line {
  return { id, state: 'ok', what, ...(rule && { rule }) };
}

export function missing(id: string, what: Text, remedy: Text, rule?: RuleId): Line {
  return { id, state: 'missing', what, remedy, ...(rule && { rule }) };
}

export function cannotTell(id: string, what: Text, remedy: Text, rule?: RuleId): Line {
  return { id, state: 'cannot tell', what, remedy, ...(rule && { rule }) };
}

/** `found` when there is nothing to say against it. */
export function told(
  id: string,
  args: { fault: Text | undefined; fine: Text; remedy: Text; rule?: RuleId },
): Line {
  return args.fault
    ? missing(id, args.fault, args.remedy, args.rule)
    : found(id, args.fine, args.rule);
}

const marks: Readonly<Record<State, Text>> = {
  ok: { fr: '✓ en ordre    ', en: '✓ ok          ' },
  missing: { fr: '✗ manque      ', en: '✗ missing     ' },
  'cannot tell': { fr: '? à vérifier  ', en: '? cannot tell ' },
};

/** As a terminal shows it, with the count of what is missing last. */
export function describeLines(lines: readonly Line[], locale: Locale): string {
  const shown = lines.map(({ state, what, remedy, rule }) => {
    const first = `${marks[state][locale]}${what[locale]}${rule ? ` [${rule}]` : ''}\n`;
    return remedy ? `${first}                → ${remedy[locale]}\n` : first;
  });
  const count = (state: State) => lines.filter((line) => line.state === state).length;
  const [lacking, unsure] = [count('missing'), count('cannot tell')];
  const end = {
    fr: `\n${lacking} à compléter avant la production, ${unsure} à vérifier, ${count('ok')} en ordre.\n`,
    en: `\n${lacking} missing before production, ${unsure} cannot be told, ${count('ok')} ok.\n`,
  };
  return shown.join('') + end[locale];
}
