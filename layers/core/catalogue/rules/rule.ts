import type { Text } from '../../text.ts';

/**
 * How sure the research is: `V` the source was read, `T` the article is cited but was not re-read,
 * `M` from memory, `D` a design choice. Every `M` and `D` goes to the DPO before go-live.
 */
export type Confidence = 'V' | 'T' | 'M' | 'D';

/** The field text (S0 … S4) or the brief in which the need was found; none when only the law asks. */
export type Origin = 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'brief';

export type Parameter =
  string | number | boolean | { readonly [name: string]: Parameter } | readonly Parameter[];

/** One rule of the catalogue; its id is its key. Durations are ISO-8601. */
export interface Rule {
  /** One sentence that a librarian understands. */
  readonly sentence: Text;
  readonly basis: string;
  readonly confidence: readonly Confidence[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly origin: readonly Origin[];
}
