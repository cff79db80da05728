import * as z from 'zod';
import { Bytes } from '#core/schemas.ts';
import type { Vault } from '#core/vault/vault.ts';
import { Claim, TitleMention } from '../domain/debt.ts';
import { debtsTable } from './tables.ts';

/** A debt as stored. In the clear: dates, a commune, an opaque reader; a closed one has none. */
export const DebtItem = z.object({
  pk: z.string(),
  sk: z.string(),
  commune: z.string(),
  at: z.int(),
  sign: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  since: z.string(),
  purgeAt: z.int(),
  version: z.int(),
  reader: z.string().optional(),
  readerCommune: z.string().optional(),
  isTitled: z.boolean().default(false),
  sealed: Bytes.optional(),
  /** Of a title for which no reader was named yet; nothing links it to anybody. */
  title: TitleMention.optional(),
});
export type DebtItem = z.infer<typeof DebtItem>;

const DebtSeal = z.object({ claim: Claim.optional(), title: TitleMention.optional() });

/** The key of the identity: it waits for the debt, and dies with it (RET-11). */
export const keyClass = 'contact';

export const identity = ({ pk, sk }: { pk: string; sk: string }) => [debtsTable, pk, sk];

/** What an item says, while the reader's key lives. */
export async function openDebt(
  vault: Vault,
  item: DebtItem,
): Promise<{ claim?: Claim; title?: TitleMention }> {
  const { reader: subjectRef, sealed } = item;
  const opened =
    subjectRef !== undefined && sealed
      ? await vault.open({
          ...{ subjectRef, keyClass, identity: identity(item), sealed },
          schema: DebtSeal,
        })
      : undefined;
  const { claim, title = item.title } = opened ?? {};
  return { ...(claim && { claim }), ...(title && { title }) };
}
