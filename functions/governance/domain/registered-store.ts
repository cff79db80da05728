import type { RuleId } from '#core/problem.ts';
import type { Text } from '#core/text.ts';

/** One store of personal data, as the manifests of the deployed plugins declare it. */
export interface RegisteredStore {
  readonly plugin: string;
  readonly table: string;
  readonly category: Text;
  readonly legalBasis: string;
  readonly retention: RuleId;
  readonly sealedBy: string;
}
