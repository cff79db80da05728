import {
  byChannel,
  effects,
  explanations,
  labelOf,
  type ChosenPurpose,
} from '#core/catalogue/choices.ts';
import { purposes, type Channel } from '#core/catalogue/purposes.ts';
import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Locale, Text } from '#core/text.ts';
import type { Preferences } from '../app/preferences.ts';
import type { Offer } from '../domain/offers.ts';
import { plainPage, type Place } from './plain.tsx';
import { consentStates, remarks, taskStates, words, type Outcome } from './preferences-words.ts';

/** What became of the form that led here. */
export interface Said {
  readonly outcome: Outcome;
  readonly purpose?: string | undefined;
  readonly channel?: Channel | undefined;
}

interface Args extends Place {
  readonly preferences: Preferences;
  /** What each form must send back. */
  readonly formKey: string;
  readonly said?: Said | undefined;
}

/** Every choice of one reader, without their name: whoever reads over the shoulder learns of messages, not of a person. */
export function preferencesPage({ preferences, formKey, said, ...place }: Args): string {
  const { offers, communeName, texts } = preferences;
  const { locale } = place;
  const form: FormProps = { formKey, locale, texts };
  return renderPage({
    ...place,
    isProof: true,
    switchesLanguage: true,
    title: words.title[locale],
    isFault: said !== undefined && said.outcome !== 'SAVED',
    children: (
      <>
        {said && <Outcomes said={said} offers={offers} locale={locale} />}
        <p>{words.intro[locale]}</p>
        <p>{words.free[locale]}</p>
        <h2>{words.tasks[locale]}</h2>
        <p>{words.tasksIntro[locale]}</p>
        <Purposes offers={offers.filter((offer) => !restsOnConsent(offer))} form={form} />
        <h2>{words.optional[locale]}</h2>
        <p>{words.optionalIntro[locale]}</p>
        <Purposes offers={offers.filter(restsOnConsent)} form={form} />
        <h2>{words.always[locale]}</h2>
        <p>{words.alwaysIntro[locale]}</p>
        <h2>{words.rights[locale]}</h2>
        <p>{words.rightsIntro[locale].replace('{commune}', communeName)}</p>
      </>
    ),
  });
}

/** One kind page for a link that is wrong, old, replaced or withdrawn: it does not say which. */
export function closedLinkPage(place: Place): string {
  const says = [words.closed, words.closedHelp];
  return plainPage({ ...place, title: words.closedTitle, says, switchesLanguage: true });
}

interface FormProps {
  readonly formKey: string;
  readonly locale: Locale;
  readonly texts: Preferences['texts'];
}

function Outcomes(props: {
  readonly said: Said;
  readonly offers: readonly Offer[];
  readonly locale: Locale;
}) {
  const { said, offers, locale } = props;
  const about = offers.find(
    ({ purpose, channel }) => purpose === said.purpose && channel === said.channel,
  );
  const isSaved = said.outcome === 'SAVED';
  return (
    <div
      id="message"
      class={isSaved ? 'said' : 'said fault'}
      role={isSaved ? 'status' : 'alert'}
      tabIndex={-1}
    >
      <h2>{words[said.outcome][locale]}</h2>
      {about && (
        <p>
          <a href={`#${idOf(about)}`}>
            {purposes[about.purpose].title[locale]}, {byChannel[about.channel][locale]}
          </a>
          {` : ${stateOf(about)[locale]}`}
        </p>
      )}
    </div>
  );
}

function Purposes(props: { readonly offers: readonly Offer[]; readonly form: FormProps }) {
  const { offers, form } = props;
  return (
    <>
      {[...Map.groupBy(offers, ({ purpose }) => purpose)].map(([code, channels]) => (
        <Purpose code={code} offers={channels} form={form} />
      ))}
    </>
  );
}

function Purpose(props: {
  readonly code: ChosenPurpose;
  readonly offers: readonly Offer[];
  readonly form: FormProps;
}) {
  const { code, offers, form } = props;
  const { locale } = form;
  const offered = new Set(offers.flatMap(({ decisions }) => decisions));
  return (
    <section class="card" aria-labelledby={`about-${code}`}>
      <h3 id={`about-${code}`}>{purposes[code].title[locale]}</h3>
      {(form.texts[code] ?? explanations[code][locale]).split('\n').map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {remarksOn(offers, locale).map((remark) => (
        <p>{remark}</p>
      ))}
      <div id={`effects-${code}`}>
        {[...offered].map((decision) => (
          <p class="soft">{effects[decision][locale]}</p>
        ))}
      </div>
      <ul>
        {offers.map((offer) => (
          <OfferLine offer={offer} form={form} />
        ))}
      </ul>
    </section>
  );
}

/** Each remark once; the last day of a grace in words. */
function remarksOn(offers: readonly Offer[], locale: Locale): string[] {
  const said = offers.flatMap(({ remark, confirmBy }) =>
    remark
      ? [remarks[remark][locale].replace('{until}', confirmBy ? dayInWords(confirmBy, locale) : '')]
      : [],
  );
  return [...new Set(said)];
}

function OfferLine(props: { readonly offer: Offer; readonly form: FormProps }) {
  const { offer, form } = props;
  const { locale, formKey } = form;
  const { purpose, channel, decisions } = offer;
  return (
    <li id={idOf(offer)} tabIndex={-1}>
      <p>
        <strong>{sentence(byChannel[channel][locale])}</strong>
        {` : ${stateOf(offer)[locale]}`}
      </p>
      {decisions.length > 0 && (
        <form method="post">
          <input type="hidden" name="formKey" value={formKey} />
          <input type="hidden" name="purpose" value={purpose} />
          <input type="hidden" name="channel" value={channel} />
          <input type="hidden" name="lang" value={locale} />
          {decisions.map((decision) => (
            <button
              type="submit"
              name="decision"
              value={decision}
              aria-describedby={`about-${purpose} effects-${purpose}`}
            >
              {labelOf(decision, channel, locale)}
            </button>
          ))}
        </form>
      )}
    </li>
  );
}

const restsOnConsent = ({ purpose }: Offer) => purposes[purpose].consent;

const idOf = ({ purpose, channel }: Offer) => `${purpose}-${channel}`;

function stateOf(offer: Offer): Text {
  if (restsOnConsent(offer)) return consentStates[offer.state];
  return offer.state === 'OPPOSED' ? taskStates.opposed : taskStates.received;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
