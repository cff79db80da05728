import type { RuleId } from '../problem.ts';
import type { Text } from '../text.ts';
import { forbiddenPurposes } from './purposes/forbidden.ts';
import type { Purpose } from './purposes/purpose.ts';
import { signedPurposes } from './purposes/signed.ts';

export { forbiddenPurposes } from './purposes/forbidden.ts';
export { type Channel, channels, type Purpose } from './purposes/purpose.ts';

export type PurposeCode = keyof typeof signedPurposes;
export type ForbiddenPurposeCode = keyof typeof forbiddenPurposes;
export type SignedPurpose = Purpose & { readonly code: PurposeCode };

export const purposes: Readonly<Record<PurposeCode, SignedPurpose>> = signedPurposes;

/** In the order of their numbers; fit for `z.enum`. */
export const purposeCodes: readonly PurposeCode[] = Object.values(purposes).map(({ code }) => code);

export type PurposeLookup =
  | { readonly kind: 'SIGNED'; readonly purpose: SignedPurpose }
  | { readonly kind: 'FORBIDDEN'; readonly rule: RuleId; readonly title: Text }
  | { readonly kind: 'UNKNOWN'; readonly rule: 'CAM-01' };

export function isPurposeCode(code: string): code is PurposeCode {
  return Object.hasOwn(purposes, code);
}

const isForbidden = (code: string): code is ForbiddenPurposeCode =>
  Object.hasOwn(forbiddenPurposes, code);

/**
 * CAM-01: a purpose is in the catalogue or it is refused. A forbidden one names the rule that forbids
 * it (CAM-10 political, CAM-09 partner, DIS-01 list, DAT-08 join, CAM-01 the rest).
 */
export function purposeByCode(code: string): PurposeLookup {
  if (isPurposeCode(code)) return { kind: 'SIGNED', purpose: purposes[code] };
  if (!isForbidden(code)) return { kind: 'UNKNOWN', rule: 'CAM-01' };
  const { rule, title } = forbiddenPurposes[code];
  return { kind: 'FORBIDDEN', rule, title };
}
