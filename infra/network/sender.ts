import { rules } from '#core/catalogue/rules.ts';
import type { Network } from '#core/network.ts';
import type { Text } from '#core/text.ts';
import type { Refusal } from './fault.ts';

/** `Name <address@domain>` or the address alone. SES takes neither accents nor spaces in an address; a domain is punycode. */
const mailbox = /^(?:[^<>\r\n]*<([!-;=?-~]+@[a-z0-9.-]+)>|([!-;=?-~]+@[a-z0-9.-]+))$/iu;

/** The domain of a sender, lower case; undefined when it is no sender. */
export function domainOf(emailFrom: string): string | undefined {
  const [, inBrackets, alone] = mailbox.exec(emailFrom.trim()) ?? [];
  const domain = (inBrackets ?? alone)?.split('@').at(-1)?.toLowerCase();
  return domain?.includes('.') ? domain : undefined;
}

/** @throws never for a network that `readNetwork` accepted */
export function senderDomain(network: Network): string {
  const domain = domainOf(network.sender.emailFrom);
  if (domain === undefined) throw new Error(`network ${network.id}: sender.emailFrom is no sender`);
  return domain;
}

/**
 * Words that say nothing of who sends: operators refuse them since 10 March 2025
 * (af2m charter, protection of sensitive sender names, `sending-facts.md` §4.2).
 */
const genericWords = [
  'ALERT',
  'ALERTE',
  'ALERTES',
  'CLIENT',
  'COLIS',
  'CONTACT',
  'INFO',
  'INFOS',
  'INFORMATION',
  'INFOSMS',
  'LIVRAISON',
  'MESSAGE',
  'MOBILE',
  'NEWS',
  'NOTICE',
  'PROMO',
  'RAPPEL',
  'RDV',
  'RENDEZVOUS',
  'SERVICE',
  'SMS',
  'SMSINFO',
  'TEST',
];

const { senderId } = rules['NOT-17'].parameters;
const mobileNumber = /^(?:\+?33|0033|0)[67]\d{8}$/u;

/** In the order in which they are told: the first that is true. */
const refusedIds: readonly { is(id: string): boolean; text(id: string): Text }[] = [
  {
    is: (id) => mobileNumber.test(id.replaceAll(/[\s.-]/gu, '')),
    text: () => ({
      fr: 'Un numéro en 06 ou 07 n’a pas le droit d’envoyer des SMS automatiques',
      en: 'A 06 or 07 number may not send automatic SMS',
    }),
  },
  {
    is: (id) => /^[+\d\s.-]+$/u.test(id),
    text: () => ({
      fr: 'Le nom d’expéditeur des SMS n’a que des chiffres',
      en: 'The SMS sender name is digits only',
    }),
  },
  {
    is: (id) => id.length > 11,
    text: (id) => ({
      fr: `Le nom d’expéditeur des SMS a ${id.length} caractères : 11 au plus`,
      en: `The SMS sender name has ${id.length} characters: 11 at most`,
    }),
  },
  {
    is: (id) => genericWords.includes(id.toUpperCase().replaceAll(/[^A-Z]/gu, '')),
    text: () => ({
      fr: 'Le nom d’expéditeur des SMS est un mot passe-partout, que les opérateurs refusent',
      en: 'The SMS sender name is a generic word, which operators refuse',
    }),
  },
  {
    is: (id) => !new RegExp(senderId, 'u').test(id) || id.includes(' '),
    text: () => ({
      fr: 'Le nom d’expéditeur des SMS doit avoir 3 à 11 lettres sans accent ou chiffres, sans espace',
      en: 'The SMS sender name must have 3 to 11 letters without accent or digits, without space',
    }),
  },
];

/** NOT-17: who an SMS may come from; undefined when all is well. A number of YAML (`36111`) counts as its digits. */
export function refuseSenderId(value: unknown): Refusal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const id = String(value);
  const text = refusedIds.find(({ is }) => is(id))?.text(id);
  if (!text) return undefined;
  return {
    message: { fr: `${text.fr}.`, en: `${text.en}.` },
    remedy: {
      fr: 'Écrivez le nom que les lecteurs reconnaissent, par exemple MEDIATHEQUE ou BIBVALSERIN.',
      en: 'Write the name that readers recognise, for example MEDIATHEQUE or BIBVALSERIN.',
    },
    rule: 'NOT-17',
  };
}
