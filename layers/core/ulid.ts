import { monotonicFactory } from 'ulid';

/**
 * Ulids that stay in order, within a millisecond and when the clock is set back. By itself the library asks the system
 * for each of the sixteen random letters, a tenth of a millisecond in all; `randomInt` of Node draws from a pool.
 * @param chance a whole number from 0 on and below its argument
 * @returns a ulid for an instant, milliseconds since the epoch, or for now
 */
export const createUlids = (chance: (below: number) => number): ((at?: number) => string) =>
  monotonicFactory(() => chance(letters) / letters);

const letters = 32;
