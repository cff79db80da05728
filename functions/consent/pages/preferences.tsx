import type { Channel } from '#core/catalogue/purposes.ts';
import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Locale } from '#core/text.ts';
import type { Preferences } from '../app/preferences.ts';
import type { Decision } from '../domain/ledger.ts';
import {
  byChannel,
  effects,
  explanations,
  isChosen,
  labelOf,
  type ChosenPurpose,
} from '../domain/preference-words.ts';
import type { Choice } from '../domain/preferences.ts';
import { consentStates, remarks, taskStates, words, type Outcome } from './preferences-words.ts';

/** What became of the form that led here. */
export interface Said {
  readonly outcome: Outcome;
  readonly purpose?: string | undefined;
  readonly channel?: Channel | undefined;
}

interface Args {
  readonly preferences: Preferences;
  readonly site: string;
  readonly locale: Locale;
  readonly said?: Said | undefined;
}

/** Every choice of one reader, without their name: whoever reads over the shoulder learns of messages, not of a person. */
export function preferencesPage({ preferences, site, locale, said }: Args): string {
  const { choices, formKey, communeName, texts } = preferences;
  const form: FormProps = { formKey, locale, texts };
  return renderPage({
    locale,
    isProof: true,
    site,
    switchesLanguage: true,
    title: words.title[locale],
    isFault: said !== undefined && said.outcome !== 'SAVED',
    children: (
      <>
        {said && <Outcomes said={said} choices={choices} locale={locale} />}
        <p>{words.intro[locale]}</p>
        <p>{words.free[locale]}</p>
        <h2>{words.tasks[locale]}</h2>
        <p>{words.tasksIntro[locale]}</p>
        <Purposes choices={choices.filter(({ purpose }) => !purpose.consent)} form={form} />
        <h2>{words.optional[locale]}</h2>
        <p>{words.optionalIntro[locale]}</p>
        <Purposes choices={choices.filter(({ purpose }) => purpose.consent)} form={form} />
        <h2>{words.always[locale]}</h2>
        <p>{words.alwaysIntro[locale]}</p>
        <h2>{words.rights[locale]}</h2>
        <p>{words.rightsIntro[locale].replace('{commune}', communeName)}</p>
      </>
    ),
  });
}

/** One kind page for a link that is wrong, old, replaced or withdrawn: it does not say which. */
export function closedLinkPage(args: { site: string; locale: Locale }): string {
  const { site, locale } = args;
  return renderPage({
    locale,
    site,
    switchesLanguage: true,
    title: words.closedTitle[locale],
    children: (
      <>
        <p>{words.closed[locale]}</p>
        <p>{words.closedHelp[locale]}</p>
      </>
    ),
  });
}

interface FormProps {
  readonly formKey: string;
  readonly locale: Locale;
  readonly texts: Preferences['texts'];
}

function Outcomes(props: {
  readonly said: Said;
  readonly choices: readonly Choice[];
  readonly locale: Locale;
}) {
  const { said, choices, locale } = props;
  const about = choices.find(
    ({ purpose, channel }) => purpose.code === said.purpose && channel === said.channel,
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
            {about.purpose.title[locale]}, {byChannel[about.channel][locale]}
          </a>
          {` : ${stateOf(about)[locale]}`}
        </p>
      )}
    </div>
  );
}

function Purposes(props: { readonly choices: readonly Choice[]; readonly form: FormProps }) {
  const { choices, form } = props;
  const codes = [...new Set(choices.map(({ purpose }) => purpose.code))].filter(isChosen);
  return (
    <>
      {codes.map((code) => (
        <Purpose
          code={code}
          choices={choices.filter(({ purpose }) => purpose.code === code)}
          form={form}
        />
      ))}
    </>
  );
}

function Purpose(props: {
  readonly code: ChosenPurpose;
  readonly choices: readonly Choice[];
  readonly form: FormProps;
}) {
  const { code, choices, form } = props;
  const { locale } = form;
  const [first] = choices;
  const offered = new Set(choices.flatMap(({ offers }) => offers));
  return (
    <section class="card" aria-labelledby={`about-${code}`}>
      <h3 id={`about-${code}`}>{first?.purpose.title[locale]}</h3>
      {(form.texts[code] ?? explanations[code][locale]).split('\n').map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {remarksOn(choices, locale).map((remark) => (
        <p>{remark}</p>
      ))}
      <div id={`effects-${code}`}>
        {[...offered].map((decision) => (
          <p class="soft">{effects[decision][locale]}</p>
        ))}
      </div>
      <ul>
        {choices.map((choice) => (
          <ChoiceLine choice={choice} form={form} />
        ))}
      </ul>
    </section>
  );
}

/** Each remark once; the last day of a grace in words. */
function remarksOn(choices: readonly Choice[], locale: Locale): string[] {
  const said = choices.flatMap(({ remark, confirmBy }) =>
    remark
      ? [remarks[remark][locale].replace('{until}', confirmBy ? dayInWords(confirmBy, locale) : '')]
      : [],
  );
  return [...new Set(said)];
}

function ChoiceLine(props: { readonly choice: Choice; readonly form: FormProps }) {
  const { choice, form } = props;
  const { locale, formKey } = form;
  const { purpose, channel, offers } = choice;
  return (
    <li id={idOf(choice)} tabIndex={-1}>
      <p>
        <strong>{sentence(byChannel[channel][locale])}</strong>
        {` : ${stateOf(choice)[locale]}`}
      </p>
      {offers.length > 0 && (
        <form method="post">
          <input type="hidden" name="formKey" value={formKey} />
          <input type="hidden" name="purpose" value={purpose.code} />
          <input type="hidden" name="channel" value={channel} />
          <input type="hidden" name="lang" value={locale} />
          {offers.map((decision) => (
            <Act decision={decision} choice={choice} locale={locale} />
          ))}
        </form>
      )}
    </li>
  );
}

function Act(props: {
  readonly decision: Decision;
  readonly choice: Choice;
  readonly locale: Locale;
}) {
  const { decision, choice, locale } = props;
  const { purpose, channel } = choice;
  return (
    <button
      type="submit"
      name="decision"
      value={decision}
      aria-describedby={`about-${purpose.code} effects-${purpose.code}`}
    >
      {labelOf(decision, channel, locale)}
    </button>
  );
}

const idOf = ({ purpose, channel }: Choice) => `${purpose.code}-${channel}`;

const stateOf = ({ purpose, state }: Choice) =>
  (purpose.consent ? consentStates : taskStates)[state];

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
