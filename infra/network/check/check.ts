import type { Locale } from '#core/text.ts';
import { describeNetworkFaults } from '../fault.ts';
import type { NetworkResult } from '../read.ts';

export interface CheckReport {
  readonly text: string;
  /** No fault anywhere; warnings do not count. */
  readonly passes: boolean;
}

/** What `npm run network:check` says of the files that it read, in their order. */
export function reportCheck(
  results: readonly (readonly [file: string, NetworkResult])[],
  locale: Locale,
): CheckReport {
  return {
    text: results.map(([file, result]) => paragraph(file, result, locale)).join('\n'),
    passes: results.every(([, { ok }]) => ok),
  };
}

function paragraph(file: string, result: NetworkResult, locale: Locale): string {
  if (!result.ok) return describeNetworkFaults(result.problem, locale);
  const { network, warnings } = result.value;
  const communes = network.communes.length;
  const libraries = network.communes.flatMap((commune) => commune.libraries).length;
  const counts = {
    fr: `${file}  rien à redire : ${communes} communes, ${libraries} bibliothèques\n`,
    en: `${file}  no fault: ${communes} communes, ${libraries} libraries\n`,
  };
  return `${counts[locale]}${describeNetworkFaults(warnings, locale)}`;
}
