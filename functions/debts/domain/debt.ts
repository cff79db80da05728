import * as z from 'zod';

/** What is owed; the reason is not known here. Stored sealed. */
export const Claim = z.object({
  debtRef: z.string(),
  patronRef: z.string(),
  amountCents: z.int(),
  /** Local date. */
  openedOn: z.string(),
});
export type Claim = z.infer<typeof Claim>;

/** The titre de recettes issued for a debt. */
export const TitleMention = z.object({ titleRef: z.string(), issuedOn: z.string() });
export type TitleMention = z.infer<typeof TitleMention>;

/** Everything known of one debt. Closed, it is a mark that names nobody and that nothing reopens. */
export interface Debt {
  /** Epoch milliseconds of the latest sign. */
  readonly at: number;
  /** Keyed hash of the id of the event that said so. */
  readonly sign: string;
  readonly state: 'OPEN' | 'CLOSED';
  readonly claim?: Claim;
  readonly title?: TitleMention;
}

/** What one event says. */
export interface Said {
  readonly at: number;
  readonly sign: string;
  readonly claim?: Claim;
  readonly title?: TitleMention;
  readonly isSettled?: boolean;
}

type Status = 'APPLIED' | 'DUPLICATE' | 'STALE';

/**
 * Events may come late, twice or in another order: a settled debt stays settled, the first title counts, and the
 * later of two amounts. A debt is open as long as it is not settled, even if all we know of it is its title.
 */
export function hear(known: Debt | undefined, said: Said): { status: Status; debt: Debt } {
  if (known?.sign === said.sign) return { status: 'DUPLICATE', debt: known };
  if (known && !adds(known, said)) return { status: 'STALE', debt: known };
  const { sign, title = known?.title } = said;
  const claim = latest(known?.claim, said.claim);
  const at = Math.max(said.at, known?.at ?? said.at);
  if (said.isSettled) return { status: 'APPLIED', debt: closed({ at, sign }) };
  const debt = {
    at,
    sign,
    state: 'OPEN',
    ...(claim && { claim }),
    ...(title && { title }),
  } as const;
  return { status: 'APPLIED', debt };
}

/** Another amount does not make a debt younger. */
function latest(known: Claim | undefined, said: Claim | undefined): Claim | undefined {
  if (!known || !said) return said ?? known;
  const openedOn = known.openedOn < said.openedOn ? known.openedOn : said.openedOn;
  return { ...said, openedOn };
}

function adds(known: Debt, said: Said): boolean {
  if (known.state === 'CLOSED') return false;
  if (said.claim) return !known.claim || said.at > known.at;
  return said.title ? !known.title : said.at >= known.at;
}

export const closed = ({ at, sign }: Pick<Debt, 'at' | 'sign'>): Debt => ({
  at,
  sign,
  state: 'CLOSED',
});
