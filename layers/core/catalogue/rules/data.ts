import type { Rule } from './rule.ts';

/** Data minimisation and statistics. */
export const dataRules = {
  'DAT-01': {
    sentence: {
      fr: 'Seules les informations de la liste existent, et chacune est dite obligatoire ou facultative.',
      en: 'Only the fields of the list exist, and each is marked mandatory or optional.',
    },
    basis: 'Délibération CNIL 99-027 ; RGPD art. 5(1)(c) et 13(2)(e)',
    confidence: ['V', 'T'],
    parameters: {
      fields: ['name', 'givenNames', 'address', 'birthYear', 'occupation', 'phone', 'email'],
      optional: ['occupation', 'phone', 'email'],
    },
    origin: ['S0'],
  },
  'DAT-02': {
    sentence: {
      fr: 'Le numéro de sécurité sociale est refusé partout, même dans une note ou un numéro de carte.',
      en: 'The social security number is refused everywhere, even in a note or a card number.',
    },
    basis: 'Loi informatique et libertés art. 30 ; décret 2019-341',
    confidence: ['V'],
    parameters: { mode: 'BLOCK', wrongKey: 'WARN' },
    origin: ['S2'],
  },
  'DAT-03': {
    sentence: {
      fr: 'On ne garde ni numéro ni copie d’une pièce d’identité, seulement « vue par, le ».',
      en: 'Neither number nor copy of an identity document is kept, only “seen by, on”.',
    },
    basis: 'Norme simplifiée 48, par analogie ; RGPD art. 5(1)(c)',
    confidence: ['V'],
    parameters: { mode: 'WARN' },
    origin: [],
  },
  'DAT-04': {
    sentence: {
      fr: 'Une note sur un lecteur se choisit dans une liste ; le texte libre est fermé, et s’il est ouvert il est relu, signé et s’efface.',
      en: 'A note about a reader is chosen from a list; free text is off, and if on it is checked, signed and expires.',
    },
    basis: 'CNIL 28/02/2019, zones de commentaires',
    confidence: ['V', 'D'],
    parameters: { freeText: false, ttl: 'P4M', maxLength: 200 },
    origin: ['S2'],
  },
  'DAT-05': {
    sentence: {
      fr: 'La catégorie socioprofessionnelle est facultative, très générale, et demandée seulement si une statistique s’en sert.',
      en: 'Occupation is optional, very broad, and asked only if a statistic uses it.',
    },
    basis: 'Délibération CNIL 99-027 ; nomenclature PCS-2020',
    confidence: ['V'],
    parameters: { cspEnabled: false, codes: ['1', '2', '3', '4', '5', '6', '7', '8'] },
    origin: ['S0'],
  },
  'DAT-06': {
    sentence: {
      fr: 'La date de naissance complète n’est gardée que pour les mineurs ; à dix-huit ans il ne reste que l’année.',
      en: 'The full birth date is kept for minors only; at eighteen only the year remains.',
    },
    basis: 'Délibération CNIL 99-027 (année de naissance)',
    confidence: ['D'],
    parameters: { fullDateUntilAge: 18 },
    origin: ['S0'],
  },
  'DAT-07': {
    sentence: {
      fr: 'Une date impossible, un numéro faux ou un doublon est mis en attente avant tout envoi.',
      en: 'An impossible date, a wrong number or a duplicate is put on hold before anything is sent.',
    },
    basis: 'RGPD art. 5(1)(d) ; CNIL 2019 (SMS aux lycéens)',
    confidence: ['V'],
    parameters: { minAge: 0, maxAge: 110 },
    origin: ['S3'],
  },
  'DAT-08': {
    sentence: {
      fr: 'Le fichier des lecteurs n’est jamais croisé avec un fichier social, scolaire, de police, électoral ou fiscal.',
      en: 'The reader file is never joined with a social, school, police, electoral or tax file.',
    },
    basis: 'RGPD art. 5(1)(b)',
    confidence: ['T'],
    parameters: { purpose: 'CROSS_FILE' },
    origin: ['S2', 'S0'],
  },
  'DAT-09': {
    sentence: {
      fr: 'Le sexe, la nationalité, la situation de famille et la photo ne sont pas demandés.',
      en: 'Gender, nationality, family situation and photo are not asked for.',
    },
    basis: 'RGPD art. 5(1)(c)',
    confidence: ['T'],
    parameters: { collect: false },
    origin: ['S2'],
  },
  'STA-01': {
    sentence: {
      fr: 'Un chiffre publié compte au moins onze personnes ; sinon il est caché, avec ceux qui permettraient de le retrouver.',
      en: 'A published figure counts at least eleven persons; else it is hidden, with those from which it could be worked out.',
    },
    basis: 'INSEE, seuils de diffusion (11 pour les carreaux)',
    confidence: ['V', 'D'],
    parameters: { k: 11, internalK: 5 },
    origin: ['S0'],
  },
  'STA-02': {
    sentence: {
      fr: 'Les statistiques viennent de compteurs par mois, sans aucun numéro de lecteur.',
      en: 'Statistics come from monthly counters without any reader number.',
    },
    basis: 'RGPD art. 5(1)(b) et 89 ; les trois critères de l’anonymat',
    confidence: ['V'],
    parameters: { granularity: 'MONTH' },
    origin: ['S0'],
  },
  'STA-03': {
    sentence: {
      fr: 'Les lecteurs sans courriel se comptent, et l’accueil les appelle un par un, sans jamais en tirer une liste.',
      en: 'Readers without e-mail are counted, and the desk calls them one by one, never as a list.',
    },
    basis: 'RGPD art. 5(1)(b)(c)',
    confidence: ['D'],
    parameters: { purposes: ['OVERDUE', 'HOLD', 'SERVICE_INFO'] },
    origin: ['S0'],
  },
} as const satisfies Record<string, Rule>;
