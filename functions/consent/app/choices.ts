import type { Temporal } from 'temporal-polyfill';
import { chosenPurposes, type ChosenPurpose } from '#core/catalogue/choices.ts';
import { purposes } from '#core/catalogue/purposes.ts';
import { invalid } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Locale } from '#core/text.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { faultsOf, type Circumstances, type Command } from '../domain/admissible.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { confirmationDue } from '../domain/coming-of-age.ts';
import type { RecipientKind } from '../domain/facts.ts';
import {
  entryOf,
  type Channel,
  type Consents,
  type Decision,
  type Evidence,
  type State,
} from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import { currentText, publishedText } from './current-text.ts';
import { addresseeOf } from './gather-facts.ts';
import type { LedgerStore, Notices } from './ports.ts';
import { circumstancesOf, reachReader, type Request } from './reach.ts';
import { recordDecision } from './record-decision.ts';

/** Where one purpose on one channel stands today. */
export interface Choice {
  readonly purpose: ChosenPurpose;
  readonly channel: Channel;
  readonly state: State;
  /** Local date on which a consent that a parent shared ends unless it is confirmed (CON-07). */
  readonly confirmBy?: string;
}

/** What was published to be read instead of the product's own words, by purpose (CON-09). */
export type Texts = Readonly<Partial<Record<ChosenPurpose, string>>>;

/** What somebody wants who reads today's text on a page of ours. */
export interface Wish {
  readonly patron: Patron;
  readonly purpose: ChosenPurpose;
  readonly channel: Channel;
  readonly decision: Decision;
  /** In which language they read it. */
  readonly locale: Locale;
  readonly now: Temporal.Instant;
}

/** The same, done: who did it, and by what we know. */
export interface Deed extends Wish, Required<Pick<Evidence, 'collectedBy' | 'evidence'>> {
  readonly actor: string;
}

export interface Choices {
  /** The reader, when the caller may come near their choices at all (GOV-10, rules §4). */
  reach(request: Request): Promise<Result<Patron>>;
  /** Every choice as it counts today (CON-07, CON-09), and what is read before it. */
  read(
    patron: Patron,
    at: { locale: Locale; now: Temporal.Instant },
  ): Promise<{ choices: readonly Choice[]; texts: Texts }>;
  /** Whether it could be recorded (CON-01 … CON-11). */
  judge(wish: Wish): Promise<Result<undefined>>;
  /** Who is written to on this channel today, and where (NOT-16); nothing when nobody can be. */
  addressee(
    patron: Patron,
    at: { channel: Channel; now: Temporal.Instant },
  ): Promise<{ kind: RecipientKind; address: string } | undefined>;
}

export interface Decisions {
  /** Judges and records it; the text of today is what it pins (CON-03). */
  record(deed: Deed): Promise<Result<undefined>>;
}

interface Deps {
  readonly runtime: Runtime;
  readonly people: People;
  readonly ledger: LedgerStore;
  readonly notices: Notices;
}

export function makeChoices(deps: Deps): Choices {
  return {
    reach: async (request) => {
      const reached = await reachReader(deps, request);
      return reached.ok ? ok(reached.value.patron) : reached;
    },
    read: async (patron, { locale, now }) => {
      const [meanings, stored] = await Promise.all([
        deps.notices.meanings(),
        deps.ledger.read(patron.subjectRef),
      ]);
      const day = { ...circumstancesOf(deps.runtime, patron, now), meanings };
      const texts = await publishedTexts(deps.notices, { ...day, locale });
      return { choices: choicesIn(asOfToday(stored, day), day), texts };
    },
    judge: async (wish) => {
      const { command, circumstances } = await commandOf(deps, wish);
      const faults = faultsOf(command, circumstances);
      return faults.length > 0 ? fail(invalid(faults)) : ok(undefined);
    },
    addressee: (patron, at) => addresseeOf(deps, patron, at),
  };
}

export function makeDecisions(deps: Omit<Deps, 'people'>): Decisions {
  return {
    record: async (deed) => {
      const { patron, actor, collectedBy, evidence } = deed;
      const { command, circumstances } = await commandOf(deps, deed);
      const recorded = await recordDecision(deps, {
        subject: { subjectRef: patron.subjectRef, commune: patron.commune },
        actor,
        circumstances,
        evidence,
        command: { ...command, collectedBy },
      });
      return recorded.ok ? ok(undefined) : recorded;
    },
  };
}

async function commandOf(
  deps: Omit<Deps, 'people'>,
  { patron, purpose, channel, decision, locale, now }: Wish,
): Promise<{ command: Command; circumstances: Circumstances }> {
  const meanings = await deps.notices.meanings();
  const { commune } = patron;
  const notice = await currentText(deps.notices, { purpose, commune, locale, meanings });
  return {
    command: {
      purpose: purposes[purpose],
      channel,
      decision,
      act: 'ONLINE_CLICK',
      occurredAt: now,
      notice,
    },
    circumstances: { ...circumstancesOf(deps.runtime, patron, now), meanings },
  };
}

function choicesIn(consents: Consents, day: Circumstances): Choice[] {
  return chosenPurposes.flatMap((purpose) =>
    purposes[purpose].channels.map((channel) => {
      const { mandatory: isMandatory } = purposes[purpose];
      const entry = entryOf(consents, { purpose, channel, isMandatory });
      const confirmBy = confirmationDue(entry, day);
      const state = entry?.state ?? 'UNKNOWN';
      return { purpose, channel, state, ...(confirmBy && { confirmBy: confirmBy.toString() }) };
    }),
  );
}

async function publishedTexts(
  notices: Notices,
  asked: { commune: string; locale: Locale; meanings: Meanings },
): Promise<Texts> {
  const texts = await Promise.all(
    chosenPurposes.map(async (purpose) => {
      const text = await publishedText(notices, { ...asked, purpose });
      return text ? [[purpose, text.body] as const] : [];
    }),
  );
  return Object.fromEntries(texts.flat());
}
