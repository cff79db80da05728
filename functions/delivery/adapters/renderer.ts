import { Liquid } from 'liquidjs';
import { purposes, type PurposeCode } from '#core/catalogue/purposes.ts';
import { communeById, libraryByCode, type Network } from '#core/network.ts';
import type { Text } from '#core/text.ts';
import type { RenderArgs, RenderedEmail, RenderedSms } from '../app/ports.ts';
import { countParts, toGsm7 } from '../domain/gsm7.ts';
import { templates } from '../templates/index.ts';

/** Written by us, read by nobody else: without files, without prototypes, within limits. */
const liquid = new Liquid({
  strictVariables: true,
  lenientIf: true,
  ownPropertyOnly: true,
  templates: {},
  renderLimit: 1000,
  memoryLimit: 1e7,
});

export function renderEmail(args: RenderArgs): RenderedEmail {
  const { purpose, kind, locale, network, oppositionUrl } = args;
  const template = templates[kind];
  const body = renderText(template.email[locale], args);
  const foot = [network.name, wayOutByLink(args)[locale]].join('\n');
  return {
    templateVersion: template.version,
    subject: template.subject[locale],
    text: `${body}\n\n-- \n${foot}\n`,
    language: locale,
    ...(purposes[purpose].consent && { oneClickUrl: oppositionUrl }),
  };
}

export function renderSms(args: RenderArgs): RenderedSms {
  const template = templates[args.kind];
  const body = renderText(template.sms[args.locale], args);
  const text = toGsm7(`${body} ${wayOutBySms(args)[args.locale]}`.trim());
  return { templateVersion: template.version, text, parts: countParts(text) };
}

function renderText(template: string, args: RenderArgs): string {
  const rendered: unknown = liquid.parseAndRenderSync(template, variablesOf(args));
  return String(rendered)
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}

/** Dates as people write them, libraries by their name. */
function variablesOf({
  network,
  data,
  about,
  purpose,
  locale,
  confirmationUrl,
  commune: id,
}: RenderArgs): Record<string, unknown> {
  const commune = communeById(network, id);
  const said = Object.entries(data).map(([key, value]): [string, unknown] => [
    key,
    sayValue(network, key, value),
  ]);
  return {
    ...Object.fromEntries<unknown>(said),
    ...(about !== undefined && { about }),
    ...(confirmationUrl !== undefined && { confirmationUrl }),
    publicUrl: network.publicUrl,
    network: network.name,
    // GOV-03: who answers, and one person to write to.
    commune: commune?.name,
    dpo: commune?.dpo?.email,
    purpose: purposes[purpose].title[locale],
    origin: originOf(purpose)[locale],
  };
}

function sayValue(
  network: Network,
  key: string,
  value: string | number,
): string | number | undefined {
  if (key === 'library' || key === 'pickupLibrary')
    return libraryByCode(network, String(value))?.library.name;
  return typeof value === 'string'
    ? value.replace(/^(\d{4})-(\d{2})-(\d{2})$/u, '$3/$2/$1')
    : value;
}

/** NOT-08: why a message that is not of service was received, and from which file. */
const originOf = (purpose: PurposeCode): Text => ({
  fr: `Vous recevez ce message (${purposes[purpose].title.fr}) parce que vous l’avez demandé à votre bibliothèque.`,
  en: `You receive this message (${purposes[purpose].title.en}) because you asked your library for it.`,
});

/** NOT-06: free, working, without a login. What the law obliges us to send cannot be declined, and says so. */
function wayOutByLink({ purpose, oppositionUrl }: RenderArgs): Text {
  if (purposes[purpose].mandatory) {
    return {
      fr: 'Ce message fait partie du service : il ne peut pas être refusé. Questions : accueil de votre bibliothèque.',
      en: 'This message is part of the service: it cannot be declined. Questions: the desk of your library.',
    };
  }
  return {
    fr: `Ne plus recevoir ces messages par courriel : ${oppositionUrl}`,
    en: `Receive no more of these messages by e-mail: ${oppositionUrl}`,
  };
}

function wayOutBySms({ oppositionUrl, canReply }: RenderArgs): Text {
  return canReply
    ? { fr: 'Refuser les SMS : STOP', en: 'No more SMS: STOP' }
    : { fr: `Refuser : ${oppositionUrl}`, en: `No more: ${oppositionUrl}` };
}
