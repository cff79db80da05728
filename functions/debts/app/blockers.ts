import type { Blocker } from '#core/contributions.ts';
import type { OpenDebts } from './ports.ts';

type Blocking = Awaited<ReturnType<OpenDebts['blocking']>>;

/** RET-11: what is owed holds the reader back until it is settled or its title is archived, four years at most. */
export const blockersOf = (debts: Blocking): Blocker[] =>
  debts.map(({ isTitled, since, until }) => ({
    code: isTitled ? 'TITLE_ISSUED' : 'DEBT',
    since,
    until,
    owner: 'REGISSEUR',
  }));
