import type { RuleId } from '../../problem.ts';
import type { Text } from '../../text.ts';

export const channels = ['EMAIL', 'SMS', 'POST', 'PHONE', 'VOICE', 'PORTAL'] as const;
export type Channel = (typeof channels)[number];

export type LegalBasis = 'PUBLIC_TASK' | 'LEGAL_OBLIGATION' | 'CONSENT' | 'EXPLICIT_CONSENT';

/**
 * What the purpose does with minors: `GUARDIAN` messages go to the guardian under 15 (NOT-16),
 * `JOINT` consent of child and guardian under 15 (CON-06), `OFF` under 18, `COUNTED` without a name.
 */
export type MinorsPolicy = 'GUARDIAN' | 'JOINT' | 'OFF' | 'COUNTED' | 'NONE';

/** One entry of the signed catalogue (CAM-01). */
export interface Purpose {
  readonly code: string;
  readonly number: `P${number}`;
  readonly title: Text;
  readonly legalBasis: LegalBasis;
  /** Articles of the GDPR. */
  readonly article: string;
  /** Asked of the reader, by channel; `explicit` when reading is used (CON-11). */
  readonly consent: boolean;
  readonly explicit: boolean;
  /** The consent names a time slot (NOT-13). */
  readonly slot: boolean;
  readonly channels: readonly Channel[];
  readonly retention: readonly RuleId[];
  /** ISO-8601 duration after the end of the event or case, where no rule of its own says it. */
  readonly keepAfterEnd?: string;
  readonly minors: MinorsPolicy;
  /** Runs the service: leaves during an election reserve (CAM-11), needs no line of origin (NOT-08). */
  readonly service: boolean;
  /** Cannot be declined: a STOP leaves it (NOT-04) and there is nothing to object to (RGT-08). */
  readonly mandatory: boolean;
  /** GOV-08: no sign-off without the reference of an impact assessment. */
  readonly dpia: boolean;
  /** GOV-08: minors at scale, the DPO reviews the screening at sign-off. */
  readonly review: boolean;
}
