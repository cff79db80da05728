import type { RuleId } from '#core/problem.ts';
import type { Locale, Text } from '#core/text.ts';

/** Where something stands in a file; both count from 1, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong and what to do, before it is known where. */
export interface Refusal {
  readonly message: Text;
  readonly remedy: Text;
  readonly rule?: RuleId;
}

/** One fault of a network file, said so that its author can mend it without asking. Never repeats a secret or a name (GOV-15). */
export interface NetworkFault extends Refusal, Place {
  readonly file: string;
  /** Dotted: `communes.0.libraries.1.id`; empty for the whole file. */
  readonly path: string;
}

/** As a terminal shows it: `file:line:column`, which editors open, the sentence, the remedy. */
export function describeNetworkFaults(faults: readonly NetworkFault[], locale: Locale): string {
  return faults
    .map(
      ({ file, line, column, message, remedy, rule }) =>
        `${file}:${line}:${column}  ${message[locale]}${rule ? ` [${rule}]` : ''}\n  → ${remedy[locale]}\n`,
    )
    .join('');
}
