import { renderPage } from '#core/html/document.tsx';
import { Table } from '#core/html/table.tsx';
import type { Locale, Text } from '#core/text.ts';
import type { CaughtMessage } from './outbox.ts';

const words = {
  title: { fr: 'Messages interceptés', en: 'Caught messages' },
  intro: {
    fr: 'Rien ne quitte cette machine : les courriels et SMS que le réseau aurait envoyés s’arrêtent ici.',
    en: 'Nothing leaves this machine: e-mails and text messages that the network would have sent stop here.',
  },
  empty: { fr: 'Aucun message pour l’instant.', en: 'No message yet.' },
  caption: { fr: 'Du plus récent au plus ancien', en: 'Newest first' },
  at: { fr: 'Date', en: 'Date' },
  channel: { fr: 'Canal', en: 'Channel' },
  to: { fr: 'Destinataire', en: 'To' },
  from: { fr: 'Expéditeur', en: 'From' },
  subject: { fr: 'Message', en: 'Message' },
  back: { fr: 'Tous les messages', en: 'All messages' },
  text: { fr: 'Texte', en: 'Text' },
  html: { fr: 'Version mise en forme', en: 'Formatted version' },
  headers: { fr: 'En-têtes', en: 'Headers' },
  name: { fr: 'Nom', en: 'Name' },
  value: { fr: 'Valeur', en: 'Value' },
  unknown: {
    fr: 'Ce message n’existe pas ou plus.',
    en: 'This message does not exist, or no longer.',
  },
  EMAIL: { fr: 'Courriel', en: 'E-mail' },
  SMS: { fr: 'SMS', en: 'SMS' },
} satisfies Record<string, Text>;

/**
 * The page of what was caught, newest first. No script, no external resource: an HTML body is shown only inside a
 * sandboxed frame (no script, no form, no same origin) whose own policy forbids it to load anything.
 * @param messages as `outbox.list()` gives them, oldest first
 * @param selectedId `messageId` of the message to open; an unknown one is said to be so
 * @returns a whole HTML document
 */
export function renderInbox(
  messages: readonly CaughtMessage[],
  selectedId: string | undefined,
  locale: Locale,
): string {
  const selected = messages.find(({ messageId }) => messageId === selectedId);
  const heading = selected ? titleOf(selected) : words.title[locale];
  return renderPage({
    locale,
    title: heading,
    ...(selected && { site: words.title[locale] }),
    isWide: true,
    children: selected ? (
      <Message message={selected} locale={locale} />
    ) : (
      <List messages={messages} isMissing={selectedId !== undefined} locale={locale} />
    ),
  });
}

function titleOf(message: CaughtMessage): string {
  return (
    message.subject ?? (message.text.length > 60 ? `${message.text.slice(0, 60)}…` : message.text)
  );
}

function dateOf(message: CaughtMessage, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  });
  return format.format(Date.parse(message.at));
}

interface ListProps {
  readonly messages: readonly CaughtMessage[];
  readonly isMissing: boolean;
  readonly locale: Locale;
}

function List({ messages, isMissing, locale }: ListProps) {
  const columns = ['subject', 'at', 'channel', 'to'] as const;
  return (
    <>
      {isMissing && <p role="alert">{words.unknown[locale]}</p>}
      <p>{words.intro[locale]}</p>
      {messages.length === 0 ? (
        <p>{words.empty[locale]}</p>
      ) : (
        <Table
          isNamed
          caption={words.caption[locale]}
          headings={columns.map((column) => words[column][locale])}
          rows={[...messages]
            .reverse()
            .map((message) => [
              <a href={`?id=${encodeURIComponent(message.messageId)}`}>{titleOf(message)}</a>,
              <time dateTime={message.at}>{dateOf(message, locale)}</time>,
              words[message.channel][locale],
              message.to,
            ])}
        />
      )}
    </>
  );
}

function Message({
  message,
  locale,
}: {
  readonly message: CaughtMessage;
  readonly locale: Locale;
}) {
  return (
    <>
      <p>
        <a href="?">{words.back[locale]}</a>
      </p>
      <p>
        {words[message.channel][locale]},{' '}
        <time dateTime={message.at}>{dateOf(message, locale)}</time>
        <br />
        {words.from[locale]} : {message.from}
        <br />
        {words.to[locale]} : {message.to}
      </p>
      <h2>{words.text[locale]}</h2>
      <pre>{message.text}</pre>
      {message.html !== undefined && (
        <>
          <h2>{words.html[locale]}</h2>
          <iframe
            sandbox=""
            width="100%"
            height="512"
            title={words.html[locale]}
            srcdoc={sealedHtml(message.html)}
          />
        </>
      )}
      <Headers headers={message.headers} locale={locale} />
    </>
  );
}

function Headers({
  headers,
  locale,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly locale: Locale;
}) {
  return (
    <>
      <h2 id="headers">{words.headers[locale]}</h2>
      <Table
        isNamed
        labelledBy="headers"
        headings={[words.name[locale], words.value[locale]]}
        rows={Object.entries(headers)}
      />
    </>
  );
}

/** A tracker in a mail must not be able to call out, not even from here. */
function sealedHtml(html: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">${html}`;
}
