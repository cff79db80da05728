import { conflict, type Problem } from '#core/problem.ts';
import type { Command } from '../domain/admissible.ts';
import type { LedgerEvent } from '../domain/ledger.ts';

/**
 * CON-06: when the parents of a child do not agree, the stricter one wins. A yes of one parent does not undo the no of
 * another; the parent who said no may.
 * @param events the child's ledger, oldest first
 */
export function refusedByOtherParent(
  command: Pick<Command, 'purpose' | 'channel' | 'decision' | 'collectedBy' | 'guardian'>,
  events: readonly LedgerEvent[],
): Problem | undefined {
  const parent = parentOf(command);
  if (command.decision !== 'GIVEN' || parent === undefined) return undefined;
  const about = events.filter(
    ({ purpose, channel }) => purpose === command.purpose.code && channel === command.channel,
  );
  const standing = new Map<string, LedgerEvent['decision']>();
  for (const { decision, evidence } of about) {
    const who = parentOf(evidence);
    if (who !== undefined) standing.set(who, decision);
  }
  const isRefused = [...standing].some(([who, said]) => who !== parent && isNo(said));
  return isRefused ? otherParentRefuses : undefined;
}

const parentOf = ({ collectedBy, guardian }: Pick<Command, 'collectedBy' | 'guardian'>) =>
  guardian?.ref ?? (collectedBy?.type === 'GUARDIAN' ? collectedBy.ref : undefined);

const isNo = (decision: LedgerEvent['decision']) =>
  decision === 'REFUSED' || decision === 'WITHDRAWN' || decision === 'OPPOSED';

const otherParentRefuses: Problem = {
  ...conflict('OTHER_PARENT_REFUSES', {
    fr: 'L’autre parent a refusé : son refus compte tant qu’il ne change pas d’avis',
    en: 'The other parent refused: this counts until that parent thinks otherwise',
  }),
  rule: 'CON-06',
};
