import type { Text } from '#core/text.ts';
import type { State } from '#core/catalogue/choices.ts';
import type { Remark } from '../domain/offers.ts';

/** What a form can come to. */
export type Outcome = 'SAVED' | 'OLD_FORM' | 'REFUSED';

/** Around the choices; the words of the choices themselves are a notice (`#core/catalogue/choices.ts`). */
export const words = {
  title: { fr: 'Vos choix', en: 'Your choices' },
  intro: {
    fr: 'Voici les messages que la bibliothèque peut vous envoyer, et par quel moyen. Chaque choix vaut pour un seul usage et un seul moyen. Il compte dès que vous appuyez sur le bouton.',
    en: 'These are the messages that the library may send you, and in which way. Each choice holds for one use and one way only. It counts as soon as you press the button.',
  },
  free: {
    fr: 'Quel que soit votre choix, vous empruntez comme tout le monde.',
    en: 'Whatever you choose, you borrow like everybody else.',
  },
  tasks: { fr: 'Messages utiles à vos prêts', en: 'Messages about your loans' },
  tasksIntro: {
    fr: 'La bibliothèque vous les envoie pour rendre son service. Vous pouvez vous y opposer, sans rien expliquer.',
    en: 'The library sends them in order to do its work. You may object, without explaining anything.',
  },
  optional: { fr: 'Seulement si vous dites oui', en: 'Only if you say yes' },
  optionalIntro: {
    fr: 'Tant que vous n’avez pas accepté, rien n’est envoyé et rien n’est fait.',
    en: 'Until you agree, nothing is sent and nothing is done.',
  },
  always: { fr: 'Ce qui ne se refuse pas', en: 'What cannot be declined' },
  alwaysIntro: {
    fr: 'La fin de validité de votre carte, l’annonce de l’effacement de votre fiche, une fuite de données, une facture, la réponse à une demande que vous avez faite : la bibliothèque doit vous en informer.',
    en: 'The expiry of your card, the notice before your record is erased, a leak of data, a bill, the answer to a request that you made: the library must tell you.',
  },
  rights: { fr: 'Vos droits', en: 'Your rights' },
  rightsIntro: {
    fr: 'Pour voir, corriger ou faire effacer vos données, demandez à l’accueil ou au délégué à la protection des données de la commune ({commune}). Vous pouvez aussi saisir la CNIL (www.cnil.fr).',
    en: 'To see, correct or erase your data, ask at the desk or the data protection officer of the commune ({commune}). You may also complain to the CNIL (www.cnil.fr).',
  },
  closedTitle: { fr: 'Ce lien ne s’ouvre pas', en: 'This link does not open' },
  closed: {
    fr: 'Un lien vers vos choix ne dure que quelques semaines, et un nouveau lien remplace l’ancien. Il arrive aussi qu’il ne soit pas recopié en entier.',
    en: 'A link to your choices lasts a few weeks only, and a new link replaces the old one. Sometimes it is not copied in full.',
  },
  closedHelp: {
    fr: 'Demandez un nouveau lien à l’accueil de votre bibliothèque. Rien n’a changé dans vos choix.',
    en: 'Ask for a new link at the desk of your library. Nothing has changed in your choices.',
  },
  SAVED: { fr: 'C’est enregistré', en: 'Saved' },
  OLD_FORM: {
    fr: 'Rien n’a été enregistré : la page était trop ancienne. Recommencez ci-dessous.',
    en: 'Nothing was saved: the page was too old. Please try again below.',
  },
  REFUSED: {
    fr: 'Rien n’a été enregistré : ce choix n’est pas possible ici. Demandez à l’accueil.',
    en: 'Nothing was saved: this choice is not possible here. Please ask at the desk.',
  },
} as const satisfies Record<string, Text>;

/** Where a consent stands. */
export const consentStates: Readonly<Record<State, Text>> = {
  UNKNOWN: {
    fr: 'vous n’avez rien décidé, rien n’est envoyé',
    en: 'you have not decided, nothing is sent',
  },
  GIVEN: { fr: 'vous avez accepté', en: 'you have agreed' },
  REFUSED: { fr: 'vous avez refusé', en: 'you have refused' },
  WITHDRAWN: { fr: 'vous avez retiré votre accord', en: 'you have withdrawn your consent' },
  OPPOSED: {
    fr: 'vous avez demandé de ne plus rien recevoir',
    en: 'you have asked to receive nothing more',
  },
  PENDING_GUARDIAN: {
    fr: 'il manque encore l’accord de l’enfant ou celui d’un parent, rien n’est envoyé',
    en: 'the consent of the child or of a parent is still missing, nothing is sent',
  },
  EXPIRED: {
    fr: 'votre accord n’est plus valable, rien n’est envoyé',
    en: 'your consent is no longer valid, nothing is sent',
  },
  INVALIDATED: {
    fr: 'le texte a changé depuis votre accord, rien n’est envoyé sans un nouveau oui',
    en: 'the text has changed since you agreed, nothing is sent without a new yes',
  },
};

/** Where a task of the library stands: there is only the objection. */
export const taskStates = {
  received: { fr: 'vous pouvez les recevoir', en: 'you may receive them' },
  opposed: {
    fr: 'vous avez demandé de ne plus les recevoir',
    en: 'you have asked not to receive them any more',
  },
} as const satisfies Record<string, Text>;

export const remarks: Readonly<Record<Remark, Text>> = {
  NOT_OFFERED_HERE: {
    fr: 'Votre commune ne le propose pas en ce moment.',
    en: 'Your commune does not offer this at present.',
  },
  ADULTS_ONLY: { fr: 'Proposé à partir de dix-huit ans.', en: 'Offered from the age of eighteen.' },
  SLOT_AT_DESK: {
    fr: 'Pour l’accepter, choisissez un créneau à l’accueil.',
    en: 'To agree, choose a time slot at the desk.',
  },
  CONFIRM_AT_15: {
    fr: 'Vous avez quinze ans : c’est à vous de décider, sans vos parents. Ce qu’ils ont accepté avec vous s’arrête le {until} si vous ne le confirmez pas.',
    en: 'You are fifteen: it is for you to decide, without your parents. What they accepted with you ends on {until} unless you confirm it.',
  },
  GUARDIAN_TOO: {
    fr: 'Avant quinze ans, il faut l’accord de l’enfant et celui d’un parent. Le second se donne à l’accueil.',
    en: 'Under fifteen, the child and a parent must both agree. The second of them does so at the desk.',
  },
};
