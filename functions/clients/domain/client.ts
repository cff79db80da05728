import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { LocalDate } from '#core/schemas.ts';

/** What is kept of a secret: never the secret. */
export const Secret = z.object({
  /** Keyed hash under the index key of the network: who reads or writes the table can neither use nor plant one. */
  hash: z.string(),
  createdOn: LocalDate,
  /** Last day on which it is accepted, in the zone of the network. */
  expiresOn: LocalDate,
  /** It has been seen in a request: a rotation keeps it valid beside the new one. */
  isUsed: z.boolean(),
});
export type Secret = z.infer<typeof Secret>;

export const ClientId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/u);

/** A library system that can send a fixed header only: Evergreen's CallHTTP. */
export const Client = z.object({
  id: ClientId,
  /** Prefix of every ref that it may speak of: `evergreen`. */
  source: z.string().regex(/^[a-z][a-z0-9]{0,19}$/u),
  /** Ids of communes, or `*`. */
  communes: z.array(z.string().min(1).max(40)).min(1).max(200),
  /** The newest last, at most two. */
  secrets: z.array(Secret),
  version: z.int(),
});
export type Client = z.infer<typeof Client>;

/** How long the secret that is replaced stays valid at most, so that nobody has to change it at night. */
export const overlapDays = 14;

/** Longest life of a secret. */
export const longestLife = { years: 1 };

/**
 * The secrets after a rotation: the new one, and the one in use until `keptUntil`. One that was never used gives way, so
 * that a repeated rotation, whose first answer was lost, does not shut out the system that still sends the old one.
 */
export function rotate(
  secrets: readonly Secret[],
  fresh: Secret,
  keptUntil: string | undefined,
): Secret[] {
  const inUse = secrets.findLast(({ isUsed }) => isUsed) ?? secrets.at(-1);
  if (!inUse || keptUntil === undefined) return [fresh];
  const expiresOn = inUse.expiresOn < keptUntil ? inUse.expiresOn : keptUntil;
  return [{ ...inUse, expiresOn }, fresh];
}

/** Place of the secret with this hash, or -1. The time that it takes does not depend on how much of a hash agrees. */
export function placeOf(secrets: readonly Secret[], hash: string): number {
  const given = Buffer.from(hash);
  return secrets.findIndex(({ hash: kept }) => {
    const known = Buffer.from(kept);
    return known.length === given.length && timingSafeEqual(known, given);
  });
}
