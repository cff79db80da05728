import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Network } from '#core/network.ts';
import type { Locale, Text } from '#core/text.ts';
import {
  checks,
  gaps,
  ombudsman,
  ombudsmanByLetter,
  statedOn,
  words,
} from './accessibility-words.ts';

interface Props {
  readonly network: Pick<Network, 'name' | 'publicUrl' | 'accessibilityContact'>;
  readonly locale: Locale;
}

/** GOV-17: the statement that décret 2019-768 asks of a public service, after the model of RGAA 4.1. */
export function accessibilityPage({ network, locale }: Props): string {
  return renderPage({
    locale,
    site: network.name,
    switchesLanguage: true,
    title: words.title[locale],
    children: (
      <>
        <p>
          {words.pledge[locale]
            .replace('{site}', network.name)
            .replace('{address}', new URL(network.publicUrl).host)}
        </p>
        <h2>{words.state[locale]}</h2>
        <p>{words.stated[locale]}</p>
        <h2>{words.results[locale]}</h2>
        <p>{words.tested[locale]}</p>
        <List of={checks} locale={locale} />
        <p>{words.untested[locale]}</p>
        <List of={gaps} locale={locale} />
        <h2>{words.faults[locale]}</h2>
        <p>{words.known[locale]}</p>
        <h2>{words.made[locale]}</h2>
        <p>{words.madeOn[locale].replace('{day}', dayInWords(statedOn, locale))}</p>
        <Remedies network={network} locale={locale} />
      </>
    ),
  });
}

function Remedies({ network: { accessibilityContact: contact }, locale }: Props) {
  return (
    <>
      <h2>{words.contact[locale]}</h2>
      <p>{words.ask[locale]}</p>
      {contact !== undefined && (
        <p>
          {words.write[locale]} <a href={`mailto:${contact}`}>{contact}</a>
        </p>
      )}
      <p>{words.desk[locale]}</p>
      <h2>{words.remedies[locale]}</h2>
      <p>{words.unanswered[locale]}</p>
      <ul>
        {ombudsman.map(({ href, name }) => (
          <li>
            <a href={href}>{name[locale]}</a>
          </li>
        ))}
        <li>{ombudsmanByLetter[locale]}</li>
      </ul>
    </>
  );
}

const List = ({ of, locale }: { readonly of: readonly Text[]; readonly locale: Locale }) => (
  <ul>
    {of.map((text) => (
      <li>{text[locale]}</li>
    ))}
  </ul>
);
