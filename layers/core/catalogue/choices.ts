import { isPurposeCode, purposes, type Channel, type PurposeCode } from './purposes.ts';
import type { Locale, Text } from '../text.ts';

/** Withdrawing a consent (Art. 7(3)), opposing (Art. 21) and lifting an opposition are different acts. */
export const decisions = ['GIVEN', 'REFUSED', 'WITHDRAWN', 'OPPOSED', 'OPPOSITION_LIFTED'] as const;
export type Decision = (typeof decisions)[number];

/** Where one purpose on one channel stands (CON-02). */
export const states = [
  'UNKNOWN',
  'GIVEN',
  'REFUSED',
  'WITHDRAWN',
  'OPPOSED',
  'PENDING_GUARDIAN',
  'EXPIRED',
  'INVALIDATED',
] as const;
export type State = (typeof states)[number];

/** The purposes on which a reader has a say, in plain words: what is sent, how often, to which end. */
export const explanations = {
  OVERDUE: {
    fr: 'Un rappel quand un document devait déjà être rendu.',
    en: 'A reminder when a document should have been returned.',
  },
  HOLD: {
    fr: 'Un message quand un document que vous avez réservé vous attend.',
    en: 'A message when a document that you reserved is waiting for you.',
  },
  SERVICE_INFO: {
    fr: 'Les fermetures et les changements d’horaires de vos bibliothèques.',
    en: 'Closures and changes of opening hours of your libraries.',
  },
  NEWSLETTER: {
    fr: 'Le programme des bibliothèques du réseau. Ni l’ouverture des messages ni les clics ne sont suivis, et vos prêts ne servent pas à choisir ce que vous recevez.',
    en: 'The programme of the libraries of the network. Neither the opening of messages nor clicks are tracked, and your loans are not used to choose what you receive.',
  },
  AGE_EVENTS: {
    fr: 'Des invitations à des animations choisies selon votre âge. Votre date de naissance ne sort pas de la bibliothèque.',
    en: 'Invitations to events chosen by your age. Your date of birth does not leave the library.',
  },
  READING_INVITE: {
    fr: 'Des invitations, par exemple à rencontrer un auteur, choisies en regardant vos prêts des quatre derniers mois. Ce que vous lisez peut dire des choses intimes sur vous.',
    en: 'Invitations, for example to meet an author, chosen by looking at your loans of the last four months. What you read may say intimate things about you.',
  },
  HISTORY_KEEP: {
    fr: 'Garder pour vous la liste de vos prêts au-delà de quatre mois, trois ans au plus. Elle est chiffrée et vous seul la lisez. Si vous changez d’avis, tout ce qui dépasse quatre mois est détruit.',
    en: 'Keeping for you the list of your loans beyond four months, three years at most. It is encrypted and you alone read it. If you change your mind, all that is older than four months is destroyed.',
  },
  EVENT_REG: {
    fr: 'La confirmation et le rappel d’une animation que vous avez réservée.',
    en: 'The confirmation and the reminder of an event that you booked.',
  },
  AUTO_CALL: {
    fr: 'Un appel par un automate, dans le créneau que vous choisissez.',
    en: 'A call by an automaton, in the time slot that you choose.',
  },
  SURVEY: {
    fr: 'Une enquête sur les services de la bibliothèque, de temps en temps.',
    en: 'A survey about the services of the library, from time to time.',
  },
} as const satisfies Partial<Record<PurposeCode, Text>>;

export type ChosenPurpose = keyof typeof explanations;

/** In the order of the page. */
export const chosenPurposes: readonly ChosenPurpose[] = Object.values(purposes).flatMap(
  ({ code }) => (isChosen(code) ? [code] : []),
);

export function isChosen(code: string): code is ChosenPurpose {
  return isPurposeCode(code) && Object.hasOwn(explanations, code);
}

export const byChannel: Readonly<Record<Channel, Text>> = {
  EMAIL: { fr: 'par courriel', en: 'by e-mail' },
  SMS: { fr: 'par SMS', en: 'by SMS' },
  POST: { fr: 'par lettre', en: 'by letter' },
  PHONE: { fr: 'par téléphone', en: 'by telephone' },
  VOICE: { fr: 'par appel automatique', en: 'by automated call' },
  PORTAL: { fr: 'sur mon compte', en: 'on my account' },
};

const labels: Readonly<Record<Decision, Text>> = {
  GIVEN: { fr: 'J’accepte', en: 'I agree' },
  REFUSED: { fr: 'Je refuse', en: 'I refuse' },
  WITHDRAWN: { fr: 'Je retire mon accord', en: 'I withdraw my consent' },
  OPPOSED: { fr: 'Ne plus recevoir ces messages', en: 'Receive these messages no more' },
  OPPOSITION_LIFTED: { fr: 'Recevoir de nouveau ces messages', en: 'Receive these messages again' },
};

/** What is written on a button: the act, and on what. */
export function labelOf(decision: Decision, channel: Channel, locale: Locale): string {
  return `${labels[decision][locale]} ${byChannel[channel][locale]}`;
}

/** Consent, refusal, withdrawal (Art. 7(3)) and objection (Art. 21) are different acts: what each one does. */
export const effects: Readonly<Record<Decision, Text>> = {
  GIVEN: {
    fr: 'Accepter : vous pouvez changer d’avis à tout moment, ici ou à l’accueil.',
    en: 'If you agree: you may change your mind at any time, here or at the desk.',
  },
  REFUSED: {
    fr: 'Refuser : rien n’est envoyé, on ne vous le redemande pas par ce moyen, et vous empruntez comme avant.',
    en: 'If you refuse: nothing is sent, you are not asked again in this way, and you borrow as before.',
  },
  WITHDRAWN: {
    fr: 'Retirer votre accord : dès maintenant plus rien ne part. Ce qui a été envoyé avant restait permis.',
    en: 'If you withdraw: from now on nothing more is sent. What was sent before was allowed.',
  },
  OPPOSED: {
    fr: 'Vous opposer : plus aucun message de ce genre ne part par ce moyen. La bibliothèque peut en employer un autre, que vous pouvez refuser aussi.',
    en: 'If you object: no message of this kind is sent in this way any more. The library may use another way, which you may refuse too.',
  },
  OPPOSITION_LIFTED: {
    fr: 'Lever votre opposition : ces messages peuvent de nouveau vous parvenir par ce moyen.',
    en: 'If you lift your objection: these messages may reach you in this way again.',
  },
};

/** What can be said of a purpose: four acts on a consent, two on a task of the library (NOT-01). */
export const actsOn = (code: ChosenPurpose): readonly Decision[] =>
  purposes[code].consent ? ['GIVEN', 'REFUSED', 'WITHDRAWN'] : ['OPPOSED', 'OPPOSITION_LIFTED'];
