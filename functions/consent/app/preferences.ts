import type { Temporal } from 'temporal-polyfill';
import { purposes } from '#core/catalogue/purposes.ts';
import { communeById } from '#core/network.ts';
import { fail, type Result } from '#core/result.ts';
import { invalid, notFound } from '#core/problem.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Locale } from '#core/text.ts';
import type { SignoffReads } from '../../governance/provides.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import type { Circumstances } from '../domain/admissible.ts';
import type { Channel, Decision } from '../domain/ledger.ts';
import { textsOf, type Meanings } from '../domain/meaning.ts';
import { chosenPurposes, type ChosenPurpose } from '../domain/preference-words.ts';
import { choicesOn, type Choice } from '../domain/preferences.ts';
import { currentText } from './current-text.ts';
import { listPurposes } from './list-purposes.ts';
import { holderOf, preferencesUse } from './preference-link.ts';
import type { LedgerStore, Notices, ReaderLinks } from './ports.ts';
import { circumstancesOf } from './reach.ts';
import { recordDecision, type Recorded } from './record-decision.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly people: People;
  readonly ledger: LedgerStore;
  readonly notices: Notices;
  readonly links: ReaderLinks;
  readonly signoffs: Pick<SignoffReads, 'readMany'>;
}

interface Opened {
  readonly patron: Patron;
  readonly circumstances: Omit<Circumstances, 'meanings'>;
}

export interface Preferences {
  readonly choices: readonly Choice[];
  /** What was published to be read instead of the product's own words, by purpose (CON-09). */
  readonly texts: Readonly<Partial<Record<ChosenPurpose, string>>>;
  /** The commune that answers for the reader's data, by name. */
  readonly communeName: string;
  /** What each form must send back. */
  readonly formKey: string;
}

/** The choices behind a link; nothing, and always the same nothing, when the link does not hold. */
export async function openPreferences(
  deps: Deps,
  { token, locale, now }: { token: string; locale: Locale; now: Temporal.Instant },
): Promise<Preferences | undefined> {
  const opened = await openLink(deps, token, now);
  if (!opened) return undefined;
  const { patron, circumstances } = opened;
  const { network } = deps.runtime;
  const [meanings, consents, formKey, signoffs] = await Promise.all([
    deps.notices.meanings(),
    deps.ledger.read(patron.subjectRef),
    deps.links.formKey(token),
    deps.signoffs.readMany(network.communes.map(({ id }) => id)),
  ]);
  const active = new Set(
    listPurposes(network, signoffs, now).flatMap(({ code, active: communes }) =>
      communes[patron.commune]?.state === 'ACTIVE' ? [code] : [],
    ),
  );
  return {
    choices: choicesOn(
      chosenPurposes.map((code) => purposes[code]),
      {
        ...circumstances,
        consents: asOfToday(consents, { ...circumstances, meanings }),
        isSigned: ({ code }) => active.has(code),
      },
    ),
    texts: await publishedTexts(deps.notices, { commune: patron.commune, locale, meanings }),
    communeName: communeById(network, patron.commune)?.name ?? network.name,
    formKey,
  };
}

async function publishedTexts(
  notices: Notices,
  asked: { commune: string; locale: Locale; meanings: Meanings },
): Promise<Preferences['texts']> {
  const changed = chosenPurposes.filter((purpose) =>
    textsOf(asked.meanings, { ...asked, purpose }),
  );
  const texts = await Promise.all(
    changed.map((purpose) => currentText(notices, { ...asked, purpose })),
  );
  return Object.fromEntries(
    changed.flatMap((purpose, n) => {
      const body = texts[n]?.body;
      return body === undefined ? [] : [[purpose, body]];
    }),
  );
}

export interface Change {
  readonly token: string;
  readonly formKey: string;
  readonly purpose: ChosenPurpose;
  readonly channel: Channel;
  readonly decision: Decision;
  readonly locale: Locale;
}

/**
 * What a reader decides on the page, with the text that they had before their eyes (CON-03). The link proves who acts
 * as well as a card does; it changes choices and shows nothing else of the reader.
 */
export async function changePreference(
  deps: Deps,
  change: Change,
  now: Temporal.Instant,
): Promise<Result<Recorded>> {
  const opened = await openLink(deps, change.token, now);
  if (!opened) return fail(notFound);
  if (change.formKey !== (await deps.links.formKey(change.token))) return fail(oldForm);
  const { patron, circumstances } = opened;
  const { purpose, channel, decision, locale } = change;
  const meanings = await deps.notices.meanings();
  const { commune } = patron;
  const notice = await currentText(deps.notices, { purpose, commune, locale, meanings });
  return recordDecision(deps, {
    subject: { subjectRef: patron.subjectRef, commune },
    actor: 'PATRON:page',
    circumstances: { ...circumstances, meanings },
    evidence: { kind: 'PREFERENCE_LINK', ref: 'preference-page' },
    command: {
      purpose: purposes[purpose],
      channel,
      decision,
      act: 'ONLINE_CLICK',
      occurredAt: now,
      collectedBy: { type: 'PATRON', ref: patron.patronRef },
      notice,
    },
  });
}

async function openLink(
  deps: Deps,
  token: string,
  now: Temporal.Instant,
): Promise<Opened | undefined> {
  let opened: Opened | undefined;
  const subjectRef = await deps.links.find({
    token,
    use: preferencesUse,
    holderOf: async (ref) => {
      const patron = await deps.people.read(ref);
      if (!patron || patron.state === 'DECEASED') return undefined;
      opened = { patron, circumstances: circumstancesOf(deps.runtime, patron, now) };
      return holderOf(patron, opened.circumstances);
    },
  });
  return subjectRef === undefined ? undefined : opened;
}

const oldForm = invalid([
  {
    field: 'formKey',
    code: 'FORM_OF_ANOTHER_PAGE',
    message: {
      fr: 'Ce formulaire vient d’une autre page.',
      en: 'This form comes from another page.',
    },
  },
]);
