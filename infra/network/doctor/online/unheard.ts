import type { RuleId } from '#core/problem.ts';
import type { Text } from '#core/text.ts';
import { cannotTell, type Line } from '../line.ts';

/** A line for what could not be asked. */
export function unheard(args: { id: string; what: Text; why: Text; rule?: RuleId }): Line {
  const { id, what, why, rule } = args;
  return cannotTell(
    id,
    { fr: `${what.fr} : ${why.fr}`, en: `${what.en}: ${why.en}` },
    {
      fr: 'Relancez avec un compte AWS en lecture, depuis un poste relié à internet.',
      en: 'Run again with an AWS account that may read, from a machine on the internet.',
    },
    rule,
  );
}
