import type { Temporal } from 'temporal-polyfill';
import type { ChosenPurpose, Decision } from '#core/catalogue/choices.ts';
import type { Channel } from '#core/catalogue/purposes.ts';
import { communeById, dateIn } from '#core/network.ts';
import type { Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Locale } from '#core/text.ts';
import type { Choices, Decisions, Texts } from '../../consent/provides.ts';
import type { SignoffReads } from '../../governance/provides.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { offerOn, type Offer } from '../domain/offers.ts';
import { holderOf } from './link.ts';
import type { ReaderLinks } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'read'>;
  readonly choices: Choices;
  readonly decisions: Decisions;
  readonly links: ReaderLinks;
  readonly signoffs: Pick<SignoffReads, 'readMany'>;
}

/** What a link opens: one reader's choices, today. */
export interface Opened {
  readonly patron: Patron;
  readonly today: Temporal.PlainDate;
  /** What each form must send back. */
  readonly formKey: string;
}

/** Nothing, and always the same nothing, when the link does not hold. */
export async function openLink(
  deps: Deps,
  { token, now }: { token: string; now: Temporal.Instant },
): Promise<Opened | undefined> {
  const [opened, formKey] = await Promise.all([
    deps.links.open(token, async (subjectRef) => {
      const patron = await deps.people.read(subjectRef);
      if (!patron || patron.state === 'DECEASED') return undefined;
      const today = dateIn(deps.runtime.network, patron.commune, now);
      return { patron, today, holder: holderOf(patron, today) };
    }),
    deps.links.formKey(token),
  ]);
  return opened && { ...opened, formKey };
}

export interface Preferences {
  readonly offers: readonly Offer[];
  /** What was published to be read instead of the product's own words, by purpose (CON-09). */
  readonly texts: Texts;
  /** The commune that answers for the reader's data, by name. */
  readonly communeName: string;
}

export async function readPreferences(
  deps: Deps,
  { patron, today }: Opened,
  at: { locale: Locale; now: Temporal.Instant },
): Promise<Preferences> {
  const { network } = deps.runtime;
  const { commune } = patron;
  const [{ choices, texts }, signoffs] = await Promise.all([
    deps.choices.read(patron, at),
    deps.signoffs.readMany([commune]),
  ]);
  const isSigned = (purpose: ChosenPurpose) =>
    signoffs.activation({ commune, purpose, today }).state === 'ACTIVE';
  return {
    offers: choices.map((choice) => offerOn(choice, { birth: patron, today, isSigned })),
    texts,
    communeName: communeById(network, commune)?.name ?? network.name,
  };
}

/**
 * What a reader decides on the page, with the text that they had before their eyes (CON-03). The link proves who acts
 * as well as a card does; it changes choices and shows nothing else of the reader.
 */
export function changePreference(
  deps: Deps,
  { patron }: Opened,
  change: {
    purpose: ChosenPurpose;
    channel: Channel;
    decision: Decision;
    locale: Locale;
    now: Temporal.Instant;
  },
): Promise<Result<undefined>> {
  return deps.decisions.record({
    ...change,
    patron,
    actor: 'PATRON:page',
    collectedBy: { type: 'PATRON', ref: patron.patronRef },
    evidence: { kind: 'PREFERENCE_LINK', ref: 'preference-page' },
  });
}
