import type { Rule } from './rule.ts';

/** Consent and minors. */
export const consentRules = {
  'CON-01': {
    sentence: {
      fr: 'Sans geste clair du lecteur il n’y a pas d’accord : jamais de case déjà cochée, jamais d’accord noyé dans un règlement.',
      en: 'Without a clear act of the reader there is no consent: never a ticked box, never a consent buried in general terms.',
    },
    basis: 'RGPD art. 4(11) et 7 ; CNIL, prospection par SMS',
    confidence: ['T', 'V'],
    parameters: { default: 'UNKNOWN', acts: ['FORM_TICK', 'ONLINE_CLICK', 'ORAL_RECORDED'] },
    origin: ['S0', 'S3'],
  },
  'CON-02': {
    sentence: {
      fr: 'Un accord vaut pour une personne, une collectivité, un usage et un moyen de contact, et pour rien d’autre.',
      en: 'A consent holds for one person, one controller, one purpose and one channel, and for nothing else.',
    },
    basis: 'RGPD art. 4(11) et 6(1)(a)',
    confidence: ['T'],
    parameters: {},
    origin: ['S1'],
  },
  'CON-03': {
    sentence: {
      fr: 'Chaque accord garde sa date, le texte exact qui a été lu, le moyen et la personne qui l’a recueilli.',
      en: 'Each consent keeps its date, the exact text that was read, the channel and who collected it.',
    },
    basis: 'RGPD art. 7(1)',
    confidence: ['T'],
    parameters: {},
    origin: ['S3'],
  },
  'CON-04': {
    sentence: {
      fr: 'Retirer son accord est aussi simple que le donner et vaut dès l’envoi suivant.',
      en: 'Withdrawing is as easy as consenting and counts from the very next message.',
    },
    basis: 'RGPD art. 7(3)',
    confidence: ['T', 'D'],
    parameters: { effect: 'PT5M' },
    origin: ['S0', 'S1'],
  },
  'CON-05': {
    sentence: {
      fr: 'Refuser les usages facultatifs n’empêche jamais d’emprunter.',
      en: 'Refusing the optional purposes never prevents borrowing.',
    },
    basis: 'RGPD art. 7(4) ; code du patrimoine art. L320-3 et L320-4',
    confidence: ['T', 'M'],
    parameters: {},
    origin: ['S0'],
  },
  'CON-06': {
    sentence: {
      fr: 'Avant quinze ans, un usage facultatif demande l’accord de l’enfant et celui d’un parent.',
      en: 'Under fifteen, an optional purpose needs the consent of the child and of a parent.',
    },
    basis:
      'Loi informatique et libertés art. 45 ; RGPD art. 8 ; CNIL, recommandation 4 sur les mineurs',
    confidence: ['V', 'D'],
    parameters: { digitalAge: 15 },
    origin: ['S0'],
  },
  'CON-07': {
    sentence: {
      fr: 'À quinze ans le jeune confirme lui-même ses choix, et à dix-huit ans les droits du parent s’arrêtent.',
      en: 'At fifteen the teenager confirms the choices alone, and at eighteen the parent’s rights end.',
    },
    basis: 'RGPD considérant 65 ; code civil art. 414',
    confidence: ['D', 'M'],
    parameters: { graceAt15: 'P3M', majority: 18 },
    origin: ['S0'],
  },
  'CON-08': {
    sentence: {
      fr: 'Quand on ne connaît que l’année de naissance, la personne compte comme ayant moins de quinze ans jusqu’au 31 décembre de ses quinze ans.',
      en: 'When only the birth year is known, the person counts as under fifteen until 31 December of the fifteenth year.',
    },
    basis: 'Choix de conception, prudent',
    confidence: ['D'],
    parameters: {},
    origin: ['S0'],
  },
  'CON-09': {
    sentence: {
      fr: 'Si le texte d’un usage change, les accords donnés à l’ancien texte ne valent pas pour le nouveau.',
      en: 'If the text of a purpose changes, consents given to the old text do not hold for the new one.',
    },
    basis: 'RGPD art. 5(1)(b) et 6(4)',
    confidence: ['T'],
    parameters: {},
    origin: ['S3'],
  },
  'CON-10': {
    sentence: {
      fr: 'Les coordonnées reprises d’un ancien fichier arrivent sans information et sans accord.',
      en: 'Contacts taken over from an old file arrive without information and without consent.',
    },
    basis: 'RGPD art. 5(2), 13 et 14',
    confidence: ['T'],
    parameters: { informed: false, consent: 'UNKNOWN' },
    origin: ['S1'],
  },
  'CON-11': {
    sentence: {
      fr: 'Inviter selon les lectures demande un accord à part, qui nomme l’utilisation des prêts récents.',
      en: 'Inviting by reading needs a separate consent that names the use of recent loans.',
    },
    basis: 'RGPD art. 9(2)(a) ; CJUE 1er août 2022, C-184/20',
    confidence: ['V'],
    parameters: {},
    origin: ['S0'],
  },
} as const satisfies Record<string, Rule>;
