import type { Temporal } from 'temporal-polyfill';
import type { Channel, SignedPurpose } from '#core/catalogue/purposes.ts';
import { digitalAge, isUnder, majority, type Birth } from './age.ts';
import { confirmationDue } from './coming-of-age.ts';
import { entryOf, type Consents, type Decision, type State } from './ledger.ts';

/** Why a choice that exists is not offered here, or what it still needs. */
export type Remark =
  'NOT_OFFERED_HERE' | 'ADULTS_ONLY' | 'SLOT_AT_DESK' | 'GUARDIAN_TOO' | 'CONFIRM_AT_15';

/** One purpose on one channel, as its reader finds it. */
export interface Choice {
  readonly purpose: SignedPurpose;
  readonly channel: Channel;
  readonly state: State;
  /** What the reader may do now, the first being what nobody should have to look for. */
  readonly offers: readonly Decision[];
  readonly remark?: Remark;
  /** Local date on which a consent that a parent shared ends unless it is confirmed (CON-07). */
  readonly confirmBy?: string;
}

export interface Standing {
  readonly consents: Consents;
  readonly birth: Birth;
  readonly today: Temporal.PlainDate;
  /** The commune's DPO has signed the purpose, and the sign-off still holds (CAM-02). */
  readonly isSigned: (purpose: SignedPurpose) => boolean;
}

/** Everything a reader may decide about these purposes, channel by channel (CON-02). */
export function choicesOn(purposes: readonly SignedPurpose[], standing: Standing): Choice[] {
  return purposes.flatMap((purpose) =>
    purpose.channels.map((channel) => choiceOn({ purpose, channel, standing })),
  );
}

function choiceOn(args: { purpose: SignedPurpose; channel: Channel; standing: Standing }): Choice {
  const { purpose, channel, standing } = args;
  const asked = { purpose: purpose.code, channel, isMandatory: purpose.mandatory };
  const entry = entryOf(standing.consents, asked);
  const state = entry?.state ?? 'UNKNOWN';
  const confirmBy = confirmationDue(entry, standing); // CON-07
  const remark = remarkOn(purpose, standing) ?? (confirmBy && 'CONFIRM_AT_15');
  const canAgree = remark === undefined || remark === 'GUARDIAN_TOO' || remark === 'CONFIRM_AT_15';
  const offers = confirmBy
    ? (['GIVEN', 'WITHDRAWN'] as const)
    : offersIn[purpose.consent ? 'CONSENT' : 'TASK'](state);
  return {
    purpose,
    channel,
    state,
    // What cannot be agreed to need not be refused either; a yes that stands can always be taken back.
    offers: canAgree ? offers : offers.filter((decision) => decision === 'WITHDRAWN'),
    ...(remark && { remark }),
    ...(confirmBy && { confirmBy: confirmBy.toString() }),
  };
}

/** A yes that stands is withdrawn, a question that is open is answered, a no is turned into a new yes. */
const offersIn: Readonly<Record<'CONSENT' | 'TASK', (state: State) => readonly Decision[]>> = {
  CONSENT: (state) => {
    if (state === 'GIVEN' || state === 'PENDING_GUARDIAN') return ['WITHDRAWN'];
    const isNo = state === 'REFUSED' || state === 'WITHDRAWN' || state === 'OPPOSED';
    return isNo ? ['GIVEN'] : ['GIVEN', 'REFUSED'];
  },
  TASK: (state) => (state === 'OPPOSED' ? ['OPPOSITION_LIFTED'] : ['OPPOSED']),
};

function remarkOn(
  purpose: SignedPurpose,
  { birth, today, isSigned }: Standing,
): Remark | undefined {
  // An objection and its lifting are always possible: only a new consent needs a purpose that is in use.
  if (!purpose.consent) return undefined;
  if (!isSigned(purpose)) return 'NOT_OFFERED_HERE'; // CAM-02
  if (purpose.minors === 'OFF' && isUnder(majority, birth, today)) return 'ADULTS_ONLY'; // CON-06
  if (purpose.slot) return 'SLOT_AT_DESK'; // NOT-13
  const needsBoth = purpose.minors === 'JOINT' && isUnder(digitalAge, birth, today);
  return needsBoth ? 'GUARDIAN_TOO' : undefined; // CON-06
}
