import { Temporal } from 'temporal-polyfill';
import type { Purpose } from '#core/catalogue/purposes.ts';
import type { FieldError } from '#core/problem.ts';
import { digitalAge, isUnder, majority, type Birth } from '#core/age.ts';
import type { Act, Channel, Collector, Decision, GuardianAct, Slot } from './ledger.ts';
import { isOutdated, type Meanings } from './meaning.ts';
import type { Notice } from './notice.ts';
import type * as z from 'zod';

/** What a person said, before anything is recorded. */
export interface Command {
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly decision: Decision;
  readonly act: Act;
  readonly occurredAt: Temporal.Instant;
  readonly collectedBy?: z.infer<typeof Collector> | undefined;
  readonly guardian?: z.infer<typeof GuardianAct> | undefined;
  readonly slot?: Slot | undefined;
  /** The text that was named; absent when none was, or when none such exists. */
  readonly notice?: Notice | undefined;
}

export interface Circumstances {
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
  readonly birth: Birth;
  readonly commune: string;
  /** Who answers for this reader's data: their commune and the network (GOV-03). */
  readonly controllers: readonly string[];
  /** Which texts say what each purpose means today (CON-09). */
  readonly meanings: Meanings;
}

interface Check {
  readonly error: FieldError;
  readonly isBroken: (command: Command, circumstances: Circumstances) => boolean;
}

/** Clocks of a desk and of a server may differ by this much, seconds. */
const clockSkew = 300;
const consentDecisions: readonly Decision[] = ['GIVEN', 'REFUSED', 'WITHDRAWN'];
const stoppingActs: readonly Act[] = ['ONE_CLICK', 'STOP_SMS'];

/** CON-01 … CON-11 and their neighbours, in the order in which a clerk wants to hear of them. */
const checks: readonly Check[] = [
  {
    error: {
      field: 'channel',
      code: 'CHANNEL_NOT_OFFERED',
      rule: 'CON-02',
      message: {
        fr: 'Cet usage ne passe pas par ce moyen de contact.',
        en: 'This purpose does not use this channel.',
      },
    },
    isBroken: ({ purpose, channel }) => !purpose.channels.includes(channel),
  },
  {
    error: {
      field: 'decision',
      code: 'NOT_BASED_ON_CONSENT',
      rule: 'NOT-01',
      message: {
        fr: 'Cet usage ne repose pas sur un accord : on peut seulement s’y opposer.',
        en: 'This purpose does not rest on consent: one can only object to it.',
      },
    },
    isBroken: ({ purpose, decision }) => !purpose.consent && consentDecisions.includes(decision),
  },
  {
    error: {
      field: 'decision',
      code: 'MANDATORY',
      rule: 'RGT-08',
      message: {
        fr: 'On ne peut pas s’opposer à cet usage.',
        en: 'This purpose cannot be objected to.',
      },
    },
    isBroken: ({ purpose }) => purpose.mandatory,
  },
  {
    error: {
      field: 'act',
      code: 'ACT_ONLY_STOPS',
      rule: 'CON-01',
      message: { fr: 'Ce geste ne peut que refuser.', en: 'This act can only refuse.' },
    },
    isBroken: ({ act, decision }) => stoppingActs.includes(act) && permits(decision),
  },
  {
    error: {
      field: 'at',
      code: 'IN_FUTURE',
      rule: 'CON-03',
      message: { fr: 'Cette date est dans le futur.', en: 'This date is in the future.' },
    },
    isBroken: ({ occurredAt }, { now }) => secondsAfter(now, occurredAt) > clockSkew,
  },
  {
    error: {
      field: 'notice',
      code: 'NOTICE_REQUIRED',
      rule: 'CON-03',
      message: {
        fr: 'Il faut dire quel texte a été lu, et ce texte doit exister.',
        en: 'Say which text was read; that text must exist.',
      },
    },
    isBroken: ({ decision, notice }) => decision === 'GIVEN' && !notice,
  },
  {
    error: {
      field: 'notice',
      code: 'NOTICE_OF_ANOTHER_PURPOSE',
      rule: 'CON-09',
      message: {
        fr: 'Ce texte ne parle pas de cet usage par ce moyen.',
        en: 'This text does not speak of this purpose on this channel.',
      },
    },
    isBroken: ({ decision, notice, purpose, channel }) =>
      decision === 'GIVEN' &&
      notice !== undefined &&
      !(notice.purposes.includes(purpose.code) && notice.channels.includes(channel)),
  },
  {
    error: {
      field: 'notice',
      code: 'BEFORE_NOTICE',
      rule: 'CON-03',
      message: {
        fr: 'À cette date, ce texte n’existait pas encore.',
        en: 'At that date this text did not exist yet.',
      },
    },
    isBroken: ({ decision, notice, occurredAt }) =>
      decision === 'GIVEN' && notice !== undefined && isBefore(occurredAt, notice),
  },
  {
    error: {
      field: 'notice',
      code: 'NOTICE_OF_ANOTHER_CONTROLLER',
      rule: 'GOV-03',
      message: {
        fr: 'Ce texte est d’une autre commune.',
        en: 'This text is of another commune.',
      },
    },
    isBroken: ({ decision, notice }, { controllers }) =>
      decision === 'GIVEN' &&
      notice !== undefined &&
      notice.controllers.length > 0 &&
      !notice.controllers.some((one) => controllers.includes(one)),
  },
  {
    error: {
      field: 'notice',
      code: 'NOTICE_OUTDATED',
      rule: 'CON-09',
      message: {
        fr: 'Ce texte a changé depuis : il faut faire lire le nouveau.',
        en: 'This text has changed since: the new one must be read.',
      },
    },
    isBroken: ({ decision, notice, purpose: { code: purpose } }, { meanings, commune }) =>
      decision === 'GIVEN' &&
      notice !== undefined &&
      isOutdated(meanings, { purpose, commune, notice }),
  },
  {
    error: {
      field: 'notice',
      code: 'SEPARATE_NOTICE_REQUIRED',
      rule: 'CON-11',
      message: {
        fr: 'Cet usage demande un texte à lui seul.',
        en: 'This purpose needs a text of its own.',
      },
    },
    isBroken: ({ decision, notice, purpose }) =>
      decision === 'GIVEN' && purpose.explicit && (notice?.purposes.length ?? 1) > 1,
  },
  {
    error: {
      field: 'slot',
      code: 'SLOT_REQUIRED',
      rule: 'NOT-13',
      message: { fr: 'L’accord doit nommer un créneau.', en: 'The consent must name a time slot.' },
    },
    isBroken: ({ decision, purpose, slot }) => decision === 'GIVEN' && purpose.slot && !slot,
  },
  {
    error: {
      field: 'decision',
      code: 'NOT_FOR_MINORS',
      rule: 'CON-06',
      message: {
        fr: 'Cet usage n’est pas proposé aux mineurs.',
        en: 'This purpose is not offered to minors.',
      },
    },
    isBroken: ({ decision, purpose }, { birth, today }) =>
      decision === 'GIVEN' && purpose.minors === 'OFF' && isUnder(majority, birth, today),
  },
  {
    error: {
      field: 'collectedBy',
      code: 'GUARDIAN_NO_LONGER_DECIDES',
      rule: 'CON-07',
      message: {
        fr: 'À partir de quinze ans, le jeune décide lui-même.',
        en: 'From fifteen on, the young person decides alone.',
      },
    },
    isBroken: ({ decision, collectedBy }, { birth, today }) =>
      permits(decision) && collectedBy?.type === 'GUARDIAN' && !isUnder(digitalAge, birth, today),
  },
];

const isBefore = (instant: Temporal.Instant, { publishedAt }: Notice) =>
  publishedAt !== undefined &&
  secondsAfter(instant, Temporal.Instant.from(publishedAt)) > clockSkew;

const secondsAfter = (from: Temporal.Instant, to: Temporal.Instant) =>
  (to.epochMilliseconds - from.epochMilliseconds) / 1000;

const permits = (decision: Decision) => decision === 'GIVEN' || decision === 'OPPOSITION_LIFTED';

/** Everything that is wrong with a decision; nothing when it may be recorded. */
export function faultsOf(command: Command, circumstances: Circumstances): FieldError[] {
  return checks
    .filter(({ isBroken }) => isBroken(command, circumstances))
    .map(({ error }) => error);
}

/** CON-06: child and parent both, under 15. */
export function needsBoth(
  { purpose }: Pick<Command, 'purpose'>,
  { birth, today }: Circumstances,
): boolean {
  return purpose.minors === 'JOINT' && isUnder(digitalAge, birth, today);
}

/** CON-04: an old form that turns up late does not undo a later refusal. */
export function isOvertaken(
  { decision, occurredAt }: Pick<Command, 'decision' | 'occurredAt'>,
  current: { occurredAt: string } | undefined,
): boolean {
  return (
    permits(decision) &&
    current !== undefined &&
    Temporal.Instant.compare(occurredAt, Temporal.Instant.from(current.occurredAt)) < 0
  );
}
