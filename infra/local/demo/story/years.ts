import type { Step } from './story.ts';
import { remains, silence } from './years/end.ts';
import { changes, ends, money, wishes } from './years/exceptions.ts';
import { loans, oblivion } from './years/loans.ts';

/** `npm run demo -- forgetting`: five years of one reader, and what is left of them. */
export const years: readonly Step[] = [
  ...loans,
  ...wishes,
  ...oblivion.slice(0, -1),
  ...ends,
  ...oblivion.slice(-1),
  ...changes,
  ...money,
  ...silence,
  ...remains,
];
