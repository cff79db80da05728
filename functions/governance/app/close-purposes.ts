import { purposes, type SignedPurpose } from '#core/catalogue/purposes.ts';
import { communeById } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { recordSignoff } from './sign-off.ts';
import type { SignoffStore } from './ports.ts';

/**
 * Closes everything that a reader may have refused, in every commune, until its DPO signs again (RET-20): the ledger was
 * restored, and a refusal said since is not in it. What a reader cannot refuse goes on. Twice is once.
 * @returns how many purposes were closed
 */
export async function closePurposes(
  deps: { runtime: Runtime; signoffs: SignoffStore },
  args: { reason: string; actor: string },
): Promise<number> {
  const { runtime, signoffs } = deps;
  const communes = runtime.network.communes.map(({ id }) => id);
  let closed = 0;
  for (const [id, decided] of await signoffs.readMany(communes)) {
    const commune = communeById(runtime.network, id);
    for (const { code } of Object.values(purposes).filter(isRefusable)) {
      if (!commune || decided[code]?.decision !== 'APPROVED') continue;
      const signoff = { decision: 'REFUSED', reason: args.reason } as const;
      const saved = await recordSignoff(deps, { commune, code, signoff, actor: args.actor });
      if (!saved.ok) throw new Error('a sign-off kept changing while purposes were closed');
      closed += 1;
    }
  }
  return closed;
}

const isRefusable = ({ mandatory, channels }: SignedPurpose) => !mandatory && channels.length > 0;
