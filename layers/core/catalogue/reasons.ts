import type { Problem, RuleId } from '../problem.ts';
import type { Text } from '../text.ts';

/** Why a message may not leave: the rule that decided and a sentence to read aloud to the reader. */
export interface Reason {
  readonly rule: RuleId;
  readonly text: Text;
}

const catalogue = {
  NO_CONSENT: {
    rule: 'CON-01',
    text: {
      fr: 'Vous ne nous avez pas donné votre accord pour ce type de message.',
      en: 'You have not given us your consent to this kind of message.',
    },
  },
  REFUSED: {
    rule: 'CON-01',
    text: {
      fr: 'Vous avez refusé ce type de message.',
      en: 'You have refused this kind of message.',
    },
  },
  WITHDRAWN: {
    rule: 'CON-04',
    text: {
      fr: 'Vous avez retiré l’accord que vous aviez donné pour ce type de message.',
      en: 'You have withdrawn the consent that you had given to this kind of message.',
    },
  },
  OPPOSED: {
    rule: 'NOT-03',
    text: {
      fr: 'Vous nous avez demandé de ne pas vous écrire à ce sujet par ce moyen.',
      en: 'You asked us not to contact you about this in this way.',
    },
  },
  PENDING_GUARDIAN: {
    rule: 'CON-06',
    text: {
      fr: 'Vous avez moins de quinze ans : il manque encore l’accord d’un parent.',
      en: 'You are under fifteen: a parent’s consent is still missing.',
    },
  },
  NOT_INFORMED: {
    rule: 'NOT-02',
    text: {
      fr: 'Nous ne vous avons pas encore dit que nous utiliserions vos coordonnées pour cela.',
      en: 'We have not yet told you that we would use your contact details for this.',
    },
  },
  NOTICE_WAIT: {
    rule: 'NOT-02',
    text: {
      fr: 'Nous venons de vous prévenir : nous vous laissons le temps de refuser avant de vous écrire.',
      en: 'We have only just told you: we leave you time to refuse before we write.',
    },
  },
  NOTICE_OUTDATED: {
    rule: 'CON-09',
    text: {
      fr: 'Vous aviez accepté un texte qui a changé depuis : nous devons vous reposer la question.',
      en: 'You had accepted a text that has changed since: we have to ask you again.',
    },
  },
  PURPOSE_OFF: {
    rule: 'CAM-02',
    text: {
      fr: 'Votre commune n’a pas autorisé ce type de message.',
      en: 'Your commune has not authorised this kind of message.',
    },
  },
  PURPOSE_FORBIDDEN: {
    rule: 'CAM-01',
    text: {
      fr: 'Le fichier des lecteurs ne peut pas servir à cela : c’est interdit.',
      en: 'The reader file may not be used for this: it is forbidden.',
    },
  },
  CONTROLLER_BLOCKED: {
    rule: 'GOV-02',
    text: {
      fr: 'Votre commune n’a pas encore de délégué à la protection des données : rien ne part en son nom.',
      en: 'Your commune has no data protection officer yet: nothing is sent in its name.',
    },
  },
  RESTRICTED: {
    rule: 'RGT-09',
    text: {
      fr: 'L’utilisation de vos données est gelée, comme vous l’avez demandé.',
      en: 'The use of your data is frozen, as you asked.',
    },
  },
  DECEASED: {
    rule: 'RGT-11',
    text: {
      fr: 'Cette personne est décédée : plus aucun message ne lui est adressé.',
      en: 'This person has died: no message is addressed to them any more.',
    },
  },
  ERASED: {
    rule: 'RGT-06',
    text: {
      fr: 'Cette fiche a été effacée.',
      en: 'This record has been erased.',
    },
  },
  CHANNEL_MISSING: {
    rule: 'NOT-03',
    text: {
      fr: 'Nous n’avons pas de coordonnées pour vous joindre par ce moyen.',
      en: 'We have no contact details to reach you in this way.',
    },
  },
  CHANNEL_INVALID: {
    rule: 'NOT-15',
    text: {
      fr: 'Vos coordonnées ne fonctionnent plus : voulez-vous les vérifier avec nous ?',
      en: 'Your contact details no longer work: would you check them with us?',
    },
  },
  SUPPRESSED: {
    rule: 'RET-18',
    text: {
      fr: 'Ce numéro ou cette adresse nous a été signalé comme ne voulant plus recevoir de message.',
      en: 'We were told that this number or address no longer wants to receive messages.',
    },
  },
  OUTSIDE_HOURS: {
    rule: 'NOT-12',
    text: {
      fr: 'Ce n’est pas une heure pour vous déranger : le message partira au prochain créneau.',
      en: 'This is no time to disturb you: the message will leave at the next allowed hour.',
    },
  },
  OUTSIDE_SLOT: {
    rule: 'NOT-13',
    text: {
      fr: 'Vous avez choisi un autre créneau pour être appelé.',
      en: 'You chose another time slot to be called.',
    },
  },
  ELECTION_RESERVE: {
    rule: 'CAM-11',
    text: {
      fr: 'Une élection approche : seuls les messages de service partent.',
      en: 'An election is near: only service messages are sent.',
    },
  },
  MINOR: {
    rule: 'CON-06',
    text: {
      fr: 'Ce type de message n’est pas envoyé aux personnes mineures.',
      en: 'This kind of message is not sent to minors.',
    },
  },
  QUARANTINED: {
    rule: 'DAT-07',
    text: {
      fr: 'Une information de votre fiche est à vérifier avant tout envoi.',
      en: 'Something in your record has to be checked before anything is sent.',
    },
  },
  VENDOR_EXPIRED: {
    rule: 'GOV-04',
    text: {
      fr: 'Notre contrat avec le prestataire qui envoie ces messages est terminé.',
      en: 'Our contract with the provider that sends these messages has ended.',
    },
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof catalogue;

/** Every answer of the gate; the words are fixed by the API. */
export const reasons: Readonly<Record<ReasonCode, Reason>> = catalogue;

/** CAM-01, CAM-10: for every role, always. */
export const purposeForbidden = (rule: RuleId): Problem => ({
  status: 403,
  code: 'PURPOSE_FORBIDDEN',
  title: reasons.PURPOSE_FORBIDDEN.text,
  rule,
});
