import type { Rule } from './rule.ts';

/** Messages to readers. */
export const notificationRules = {
  'NOT-01': {
    sentence: {
      fr: 'Les relances, les réservations disponibles et les fermetures s’envoient sans accord, mais le lecteur en est informé avant et peut s’y opposer.',
      en: 'Overdue, hold-ready and closure messages need no consent, but the reader is told beforehand and may object.',
    },
    basis: 'RGPD art. 6(1)(e) ; CNIL, SMS non commerciaux ; notice des médiathèques de l’Essonne',
    confidence: ['V', 'T'],
    parameters: { legalBasis: 'PUBLIC_TASK', purposes: ['OVERDUE', 'HOLD', 'SERVICE_INFO'] },
    origin: ['S1'],
  },
  'NOT-02': {
    sentence: {
      fr: 'Un numéro ne sert qu’après que son usage a été annoncé par un autre chemin, et trente jours passés.',
      en: 'A number is used only after its use was announced by another route, and thirty days have passed.',
    },
    basis: 'CNIL, prospection par SMS ; RGPD art. 13(3)',
    confidence: ['V', 'T', 'D'],
    parameters: { noticeWait: 'P30D' },
    origin: ['S1'],
  },
  'NOT-03': {
    sentence: {
      fr: 'On s’oppose à un usage par un moyen donné, et une relance passe alors par le moyen suivant, jamais par celui qui est refusé.',
      en: 'A reader objects to a purpose on one channel, and a reminder then takes the next channel, never the refused one.',
    },
    basis: 'RGPD art. 21(1)',
    confidence: ['T'],
    parameters: { order: ['EMAIL', 'SMS', 'POST', 'PHONE'] },
    origin: ['S0', 'S1'],
  },
  'NOT-04': {
    sentence: {
      fr: 'Répondre STOP, ARRET ou un mot semblable arrête tous les SMS du réseau qui ne sont pas obligatoires.',
      en: 'Answering STOP, ARRET or a like word stops every SMS of the network that is not mandatory.',
    },
    basis: 'Documentation AWS (mots-clés d’arrêt) ; CPCE art. L34-5',
    confidence: ['V'],
    // Compared without accents, case or surrounding signs; contains the whole list of AWS.
    parameters: {
      keywords: [
        'STOP',
        'ARRET',
        'ARRETER',
        'STOPSMS',
        'DESABONNER',
        'DESINSCRIRE',
        'DESINSCRIPTION',
        'UNSUBSCRIBE',
        'QUIT',
        'CANCEL',
        'END',
        'OPT-OUT',
        'OPTOUT',
        'REMOVE',
        'TD',
      ],
    },
    origin: ['S1'],
  },
  'NOT-05': {
    sentence: {
      fr: 'Un STOP arrive dans le logiciel de la bibliothèque et dans toutes les communes du réseau en 24 heures.',
      en: 'A STOP reaches the library system and every commune of the network within 24 hours.',
    },
    basis: 'RGPD art. 19 et 21 ; documentation AWS (arrêt pour tout le compte)',
    confidence: ['T', 'V'],
    parameters: { propagation: 'PT24H' },
    origin: ['S1'],
  },
  'NOT-06': {
    sentence: {
      fr: 'Chaque SMS et chaque courriel porte un moyen gratuit et qui marche de ne plus en recevoir.',
      en: 'Every SMS and e-mail carries a free and working way to receive no more.',
    },
    basis: 'CNIL, prospection par SMS ; CPCE art. L34-5 ; af2m',
    confidence: ['V'],
    parameters: {},
    origin: ['S1'],
  },
  'NOT-07': {
    sentence: {
      fr: 'L’expéditeur est l’institution, et aucun message ne porte le nom, le titre ou la signature d’un élu.',
      en: 'The sender is the institution, and no message bears the name, title or signature of an elected person.',
    },
    basis:
      'CNIL 2019 (SMS aux lycéens) ; CNIL 2018 et CE 2020 (OPH de Rennes) ; loi 2021-1717, neutralité',
    confidence: ['V'],
    parameters: {},
    origin: ['S3'],
  },
  'NOT-08': {
    sentence: {
      fr: 'Un message qui n’est pas de service dit pourquoi on le reçoit et de quel fichier il vient.',
      en: 'A message that is not a service message says why it was received and which file it comes from.',
    },
    basis: 'CNIL 2019 (SMS aux lycéens) ; RGPD art. 13 et 14',
    confidence: ['V'],
    parameters: { variable: 'origin' },
    origin: ['S3', 'S0'],
  },
  'NOT-09': {
    sentence: {
      fr: 'Un message a un seul destinataire, et aucune autre adresse n’y apparaît.',
      en: 'A message has one recipient, and no other address appears in it.',
    },
    basis: 'RGPD art. 5(1)(f) et 32',
    confidence: ['T'],
    parameters: { recipients: 1 },
    origin: ['S0'],
  },
  'NOT-10': {
    sentence: {
      fr: 'Ni un SMS ni l’objet d’un courriel ne nomme un livre, un auteur ou un sujet.',
      en: 'Neither an SMS nor the subject of an e-mail names a book, an author or a topic.',
    },
    basis: 'RGPD art. 5(1)(f) ; CJUE C-184/20',
    confidence: ['D'],
    parameters: { includeTitles: false },
    origin: ['S0'],
  },
  'NOT-11': {
    sentence: {
      fr: 'On ne suit ni l’ouverture d’un message ni les clics.',
      en: 'Neither the opening of a message nor clicks are tracked.',
    },
    basis:
      'Loi informatique et libertés art. 82 ; CNIL, projet 2025 sur les pixels ; documentation AWS',
    confidence: ['T', 'V'],
    parameters: { open: 'DISABLED', click: 'DISABLED' },
    origin: ['S4'],
  },
  'NOT-12': {
    sentence: {
      fr: 'Un SMS qui n’est pas urgent part du lundi au samedi de 8 h à 20 h, et on téléphone en semaine de 10 h à 13 h et de 14 h à 20 h, jamais un jour férié.',
      en: 'An SMS that is not urgent leaves Monday to Saturday 8:00 to 20:00, and calls are made on weekdays 10:00 to 13:00 and 14:00 to 20:00, never on a public holiday.',
    },
    basis: 'Code de la consommation art. D223-9, par analogie',
    confidence: ['V', 'D'],
    parameters: {
      sms: {
        days: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
        windows: [{ from: '08:00', to: '20:00' }],
      },
      calls: {
        days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
        windows: [
          { from: '10:00', to: '13:00' },
          { from: '14:00', to: '20:00' },
        ],
      },
    },
    origin: ['S3'],
  },
  'NOT-13': {
    sentence: {
      fr: 'Un appel par automate demande un accord qui nomme un créneau horaire, et n’a lieu que dans ce créneau.',
      en: 'An automated call needs a consent that names a time slot, and takes place only within it.',
    },
    basis: 'CNIL, automates d’appel ; CPCE art. L34-5',
    confidence: ['V'],
    parameters: { slotRequired: true },
    origin: ['S3', 'S0'],
  },
  'NOT-14': {
    sentence: {
      fr: 'La relance par SMS peut ne commencer qu’après un nombre choisi de relances par courriel.',
      en: 'Reminders by SMS may start only after a chosen number of reminders by e-mail.',
    },
    basis: 'Choix de conception',
    confidence: ['D'],
    parameters: { smsAfter: 2 },
    origin: ['S1'],
  },
  'NOT-15': {
    sentence: {
      fr: 'Une adresse ou un numéro qui ne répond plus est mis de côté, et l’accueil est prié de le vérifier.',
      en: 'An address or number that no longer works is set aside, and the desk is asked to check it.',
    },
    basis: 'RGPD art. 5(1)(d)',
    confidence: ['T'],
    parameters: { hardBounces: 1, softBounces: 3 },
    origin: ['S0'],
  },
  'NOT-16': {
    sentence: {
      fr: 'Un message qui concerne un enfant de moins de quinze ans va à son parent, ou par courrier au foyer.',
      en: 'A message about a child under fifteen goes to the parent, or by post to the household.',
    },
    basis: 'Choix de conception',
    confidence: ['D', 'M'],
    parameters: { age: 15 },
    origin: ['S0'],
  },
  'NOT-17': {
    sentence: {
      fr: 'Un SMS automatique ne part jamais d’un 06 ou d’un 07, et son nom d’expéditeur a onze caractères au plus.',
      en: 'An automatic SMS never comes from an 06 or 07 number, and its sender name has at most eleven characters.',
    },
    basis: 'af2m ; règles des opérateurs',
    confidence: ['V'],
    parameters: { senderId: '^(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}$' },
    origin: ['S1'],
  },
  'NOT-18': {
    sentence: {
      fr: 'La lettre d’information se refuse d’un clic depuis la messagerie.',
      en: 'The newsletter can be refused with one click from the mail program.',
    },
    basis: 'RFC 8058',
    confidence: ['D', 'M'],
    parameters: { header: 'List-Unsubscribe=One-Click' },
    origin: ['S0'],
  },
} as const satisfies Record<string, Rule>;
