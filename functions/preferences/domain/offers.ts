import type { Temporal } from 'temporal-polyfill';
import { digitalAge, isUnder, majority, type Birth } from '#core/age.ts';
import type { ChosenPurpose, Decision, State } from '#core/catalogue/choices.ts';
import { purposes, type Channel } from '#core/catalogue/purposes.ts';

/** Why a choice that exists is not offered here, or what it still needs. */
export type Remark =
  'NOT_OFFERED_HERE' | 'ADULTS_ONLY' | 'SLOT_AT_DESK' | 'GUARDIAN_TOO' | 'CONFIRM_AT_15';

/** Where one purpose on one channel stands (CON-02). */
interface Choice {
  readonly purpose: ChosenPurpose;
  readonly channel: Channel;
  readonly state: State;
  /** Local date on which a consent that a parent shared ends unless it is confirmed (CON-07). */
  readonly confirmBy?: string;
}

/** The same, as its reader finds it. */
export interface Offer extends Choice {
  /** What the reader may do now, the first being what nobody should have to look for. */
  readonly decisions: readonly Decision[];
  readonly remark?: Remark;
}

interface Reader {
  readonly birth: Birth;
  readonly today: Temporal.PlainDate;
  /** The commune's DPO has signed the purpose, and the sign-off still holds (CAM-02). */
  readonly isSigned: (purpose: ChosenPurpose) => boolean;
}

export function offerOn(choice: Choice, reader: Reader): Offer {
  const { purpose, state, confirmBy } = choice;
  const remark =
    remarkOn(purpose, reader) ?? (confirmBy === undefined ? undefined : 'CONFIRM_AT_15'); // CON-07
  const canAgree = remark === undefined || remark === 'GUARDIAN_TOO' || remark === 'CONFIRM_AT_15';
  const kind = purposes[purpose].consent ? 'CONSENT' : 'TASK';
  const decisions: readonly Decision[] =
    confirmBy === undefined ? decisionsIn[kind](state) : ['GIVEN', 'WITHDRAWN'];
  return {
    ...choice,
    // What cannot be agreed to need not be refused either; a yes that stands can always be taken back.
    decisions: canAgree ? decisions : decisions.filter((decision) => decision === 'WITHDRAWN'),
    ...(remark && { remark }),
  };
}

/** A yes that stands is withdrawn, a question that is open is answered, a no is turned into a new yes. */
const decisionsIn: Readonly<Record<'CONSENT' | 'TASK', (state: State) => readonly Decision[]>> = {
  CONSENT: (state) => {
    if (state === 'GIVEN' || state === 'PENDING_GUARDIAN') return ['WITHDRAWN'];
    const isNo = state === 'REFUSED' || state === 'WITHDRAWN' || state === 'OPPOSED';
    return isNo ? ['GIVEN'] : ['GIVEN', 'REFUSED'];
  },
  TASK: (state) => (state === 'OPPOSED' ? ['OPPOSITION_LIFTED'] : ['OPPOSED']),
};

function remarkOn(code: ChosenPurpose, { birth, today, isSigned }: Reader): Remark | undefined {
  const { consent, minors, slot } = purposes[code];
  // An objection and its lifting are always possible: only a new consent needs a purpose that is in use.
  if (!consent) return undefined;
  if (!isSigned(code)) return 'NOT_OFFERED_HERE'; // CAM-02
  if (minors === 'OFF' && isUnder(majority, birth, today)) return 'ADULTS_ONLY'; // CON-06
  if (slot) return 'SLOT_AT_DESK'; // NOT-13
  return minors === 'JOINT' && isUnder(digitalAge, birth, today) ? 'GUARDIAN_TOO' : undefined; // CON-06
}
