import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { purposes, type PurposeCode } from '#core/catalogue/purposes.ts';
import type { Commune } from '#core/network.ts';
import { LocalDate } from '#core/schemas.ts';
import { hasEntry } from './register.ts';

export const Decision = z.enum(['APPROVED', 'REFUSED']);

/** What the DPO of one commune decided about one purpose (CAM-02). */
export const Signoff = z.object({
  decision: Decision,
  /** Who signed, as they sign. */
  dpo: z.string().optional(),
  /** Last local date on which an approval holds. */
  validUntil: LocalDate.optional(),
  /** GOV-08: reference of the impact assessment. */
  dpiaRef: z.string().optional(),
  /** CAM-03: who answers for a joint send on which the DPOs of the communes disagree. */
  finalController: z.string().optional(),
  reason: z.string().optional(),
});
export type Signoff = z.infer<typeof Signoff>;

/** The decisions of one commune, by purpose. */
export type Signoffs = Readonly<Record<string, Signoff>>;

/** The decisions of several communes, by commune. */
export type NetworkSignoffs = ReadonlyMap<string, Signoffs>;

/** Until a decision is stored, the line of the network file counts (ADR 15). */
export function withSeed(commune: Commune, stored: Signoffs | undefined): Signoffs {
  const seed = commune.signoffs.map(({ purpose, validUntil, dpiaRef }): [string, Signoff] => [
    purpose,
    {
      decision: 'APPROVED',
      validUntil,
      ...(dpiaRef !== undefined && { dpiaRef }),
      ...(commune.dpo && { dpo: commune.dpo.name }),
    },
  ]);
  return { ...Object.fromEntries(seed), ...stored };
}

/**
 * Last local date on which a purpose may be used in a commune; nothing when it is off: never signed, refused, signed
 * without the assessment that it needs (GOV-08), absent from the register (GOV-01), or disputed between the communes in
 * whose common name something is sent (CAM-03).
 */
export function signedUntil(
  signoffs: NetworkSignoffs,
  asked: { commune: string; purpose: PurposeCode; joint?: readonly string[] | undefined },
): string | undefined {
  const { commune, purpose, joint = [] } = asked;
  const own = signoffs.get(commune)?.[purpose];
  if (own?.decision !== 'APPROVED' || !hasEntry(purpose)) return undefined;
  if (purposes[purpose].dpia && own.dpiaRef === undefined) return undefined;
  return isDisputed(joint.map((one) => signoffs.get(one)?.[purpose])) ? undefined : own.validUntil;
}

/** CAM-03: one says no, and nobody who says yes has named who answers for it. A commune that never decided says nothing. */
function isDisputed(decisions: readonly (Signoff | undefined)[]): boolean {
  const isRefused = decisions.some((one) => one?.decision === 'REFUSED');
  const isSettled = decisions.some(
    (one) => one?.decision === 'APPROVED' && one.finalController !== undefined,
  );
  return isRefused && !isSettled;
}

export interface Activation {
  readonly state: 'ACTIVE' | 'OFF' | 'EXPIRED';
  readonly signedBy?: string;
  readonly until?: string;
}

/** How a purpose stands in a commune on a local date. */
export function activation(
  signoffs: NetworkSignoffs,
  asked: { commune: string; purpose: PurposeCode; today: Temporal.PlainDate },
): Activation {
  const until = signedUntil(signoffs, asked);
  if (until === undefined) return { state: 'OFF' };
  const signedBy = signoffs.get(asked.commune)?.[asked.purpose]?.dpo;
  const state = asked.today.toString() <= until ? 'ACTIVE' : 'EXPIRED';
  return { state, until, ...(signedBy !== undefined && { signedBy }) };
}
