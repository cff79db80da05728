import type { Rule } from './rule.ts';

/** Retention and erasure. */
export const retentionRules = {
  'RET-01': {
    sentence: {
      fr: 'Un prêt rendu reste lié à son lecteur au plus tard jusqu’à la fin du quatrième mois qui suit le mois du retour.',
      en: 'A returned loan stays linked to its reader at most until the end of the fourth month after the month of return.',
    },
    basis:
      'Délibération CNIL 99-027 (norme simplifiée 9), repère depuis le RGPD ; RGPD art. 5(1)(e)',
    confidence: ['V'],
    parameters: { loanMonths: 4, mode: 'MONTH_END' },
    origin: ['S0'],
  },
  'RET-02': {
    sentence: {
      fr: 'Le mois du retour est celui de l’heure locale de la commune, pas celui de l’heure universelle.',
      en: 'The month of return is the one on the commune’s own clock, not in universal time.',
    },
    basis: 'Choix de conception',
    confidence: ['D'],
    parameters: { zone: 'Europe/Paris' },
    origin: ['S0'],
  },
  'RET-03': {
    sentence: {
      fr: 'Une commune peut garder les prêts moins longtemps, mais jamais plus longtemps sans l’accord du lecteur.',
      en: 'A commune may keep loans for less time, but never longer without the reader’s consent.',
    },
    basis: 'RGPD art. 5(1)(e) ; délibération CNIL 99-027 ; usage des 120 jours',
    confidence: ['V'],
    parameters: { modes: ['MONTH_END', 'ANNIVERSARY', 'DAYS_120'] },
    origin: ['S0'],
  },
  'RET-04': {
    sentence: {
      fr: 'Dès l’échéance, personne ne peut plus lire le lien entre le lecteur et le prêt, et il est détruit dans les 24 heures.',
      en: 'From the deadline nobody can read the link between reader and loan any more, and it is destroyed within 24 hours.',
    },
    basis: 'Délibération CNIL 99-027 (« détruites ») ; documentation AWS du TTL',
    confidence: ['V', 'D'],
    parameters: { purgeSla: 'PT24H' },
    origin: ['S0'],
  },
  'RET-05': {
    sentence: {
      fr: 'L’échéance vaut pour toutes les copies : derniers emprunteurs d’un document, index, messages, exports, caches et jeux d’essai.',
      en: 'The deadline holds for every copy: last borrowers of an item, indexes, messages, exports, caches and test data.',
    },
    basis: 'RGPD art. 5(1)(e) ; CNIL, bilan 2026 sur le droit à l’effacement',
    confidence: ['V'],
    parameters: { lastBorrowers: 3 },
    origin: ['S0'],
  },
  'RET-06': {
    sentence: {
      fr: 'Un prêt en cours n’expire pas, et un prêt contesté est mis à part le temps du litige seulement.',
      en: 'An open loan never expires, and a disputed loan is set apart only for as long as the dispute lasts.',
    },
    basis: 'Délibération CNIL 99-027 (« besoins et durée d’un contentieux éventuel »)',
    confidence: ['V', 'D'],
    parameters: { required: ['reason', 'reviewOn', 'author'], reviewEvery: 'P6M' },
    origin: ['S0'],
  },
  'RET-07': {
    sentence: {
      fr: 'Une réservation est effacée dès qu’elle est retirée, annulée ou expirée.',
      en: 'A hold is erased as soon as it is picked up, cancelled or expired.',
    },
    basis: 'Choix de conception (la norme simplifiée 9 ne dit rien des réservations)',
    confidence: ['V', 'D'],
    parameters: { holdMode: 'IMMEDIATE' },
    origin: ['S0', 'S1'],
  },
  'RET-08': {
    sentence: {
      fr: 'La consultation d’archives est gardée jusqu’au récolement suivant, et dix ans au plus.',
      en: 'The record of an archive consultation is kept until the next inventory, and ten years at most.',
    },
    basis: 'Délibération CNIL 99-027',
    confidence: ['V'],
    parameters: { max: 'P10Y' },
    origin: ['S0'],
  },
  'RET-09': {
    sentence: {
      fr: 'La fiche d’un lecteur est effacée d’office un an après la fin de son dernier prêt.',
      en: 'A reader’s record is erased without being asked one year after the end of the last loan.',
    },
    basis: 'Délibération CNIL 99-027 (« radiation d’office »)',
    confidence: ['V'],
    // `notice` and `latest` are ours: a reader is told before (docs/adr/0018).
    parameters: { inactivity: 'P1Y', anchor: 'lastLoanEnd', notice: 'P30D', latest: 'P60D' },
    origin: ['S0'],
  },
  'RET-10': {
    sentence: {
      fr: 'Le délai d’une fiche sans aucun prêt part de l’inscription.',
      en: 'For a record without any loan the delay starts at enrolment.',
    },
    basis: 'Choix de conception (la norme simplifiée 9 ne vise que les prêts)',
    confidence: ['D'],
    parameters: { fallbackAnchor: 'enrolledOn', renewalCounts: false },
    origin: [],
  },
  'RET-11': {
    sentence: {
      fr: 'L’effacement d’office n’attend que des raisons d’une liste fermée, comme un prêt en cours ou une dette.',
      en: 'Erasure without being asked waits only for reasons of a closed list, such as an open loan or a debt.',
    },
    basis: 'RGPD art. 17(3)(b)(e)',
    confidence: ['T'],
    parameters: {
      blockers: [
        'OPEN_LOAN',
        'DEBT',
        'TITLE_ISSUED',
        'DISPUTE',
        'PENDING_RIGHTS_REQUEST',
        'GUARDIAN_OF_ACTIVE_MINOR',
      ],
    },
    origin: ['S0'],
  },
  'RET-12': {
    sentence: {
      fr: 'Les prêts ne sont gardés plus longtemps que si le lecteur a demandé son historique, et seulement pour les retours qui suivent cet accord.',
      en: 'Loans are kept longer only if the reader asked for a history, and only for returns after that consent.',
    },
    basis: 'RGPD art. 6(1)(a) et 7',
    confidence: ['T', 'D'],
    parameters: { historyCap: 'P3Y' },
    origin: ['S0'],
  },
  'RET-13': {
    sentence: {
      fr: 'Quand le lecteur renonce à son historique, tous les prêts échus sont détruits dans les 24 heures.',
      en: 'When the reader gives up the history, every loan past its deadline is destroyed within 24 hours.',
    },
    basis: 'RGPD art. 7(3) et 17(1)(b)',
    confidence: ['T'],
    parameters: { effect: 'PT24H' },
    origin: ['S0'],
  },
  'RET-14': {
    sentence: {
      fr: 'Pour un titre de recettes, on garde dix ans le débiteur, le montant, la référence et les dates, jamais les titres des livres.',
      en: 'For a debt claim the debtor, amount, reference and dates are kept ten years, never the titles of the books.',
    },
    basis: 'CGCT art. L1617-5 ; instruction DAF/DPACI/RES/2009/018 ; minimisation',
    confidence: ['V', 'D'],
    parameters: { titleDua: 'P10Y', recovery: 'P4Y', countedFrom: 'BUDGET_YEAR_END' },
    origin: ['brief'],
  },
  'RET-15': {
    sentence: {
      fr: 'La preuve d’un accord est gardée cinq ans après la fin de cet accord, puis détruite.',
      en: 'The proof of a consent is kept five years after that consent ends, then destroyed.',
    },
    basis: 'RGPD art. 5(2) et 7(1)',
    confidence: ['T', 'M'],
    parameters: { proofAfterEnd: 'P5Y' },
    origin: ['S3'],
  },
  'RET-16': {
    sentence: {
      fr: 'On garde six mois la trace d’un message envoyé, sans son texte ni aucun titre de livre.',
      en: 'The trace of a sent message is kept six months, without its text or any book title.',
    },
    basis: 'RGPD art. 5(1)(c)',
    confidence: ['T', 'D'],
    parameters: { messageLog: 'P6M' },
    origin: ['S3'],
  },
  'RET-17': {
    sentence: {
      fr: 'Les journaux d’accès sont gardés douze mois et ne contiennent ni prêt ni titre.',
      en: 'Access logs are kept twelve months and contain neither loans nor titles.',
    },
    basis: 'CNIL, recommandation 2021 sur la journalisation (cas 2)',
    confidence: ['V'],
    parameters: { auditLog: 'P12M', pseudonymised: true },
    origin: ['S2'],
  },
  'RET-18': {
    sentence: {
      fr: 'Après l’effacement, seule une empreinte illisible du numéro ou de l’adresse reste, pour continuer à respecter le refus.',
      en: 'After erasure only an unreadable fingerprint of the number or address remains, so that the refusal is still respected.',
    },
    basis: 'CNIL, liste repoussoir',
    confidence: ['V', 'M'],
    parameters: { suppression: 'P3Y', hash: 'HMAC-SHA-256' },
    origin: ['S1'],
  },
  'RET-19': {
    sentence: {
      fr: 'Les traces des postes internet sont enfermées, effacées à date fixe, et l’identité n’est pas demandée.',
      en: 'Traces of the public internet computers are locked away, erased on a fixed date, and identity is not asked for.',
    },
    basis: 'CNIL, 17/07/2024, données de trafic et accès publics à internet',
    confidence: ['V'],
    parameters: {
      collectIdentity: false,
      technical: 'P1Y',
      security: 'P3M',
      otherUserData: 'P1Y',
      civilIdentity: 'P5Y',
    },
    origin: ['S0'],
  },
  'RET-20': {
    sentence: {
      fr: 'Une sauvegarde restaurée ne sert à personne avant que tous les effacements y aient été refaits.',
      en: 'A restored backup serves nobody before every erasure has been done again in it.',
    },
    basis: 'CNIL, bilan 2026 sur le droit à l’effacement ; documentation AWS des sauvegardes',
    confidence: ['V'],
    parameters: { pitrDays: 7, minPitrDays: 1, maxPitrDays: 35, tombstone: 'P60D' },
    origin: ['S2'],
  },
  'RET-21': {
    sentence: {
      fr: 'La destruction automatique suppose l’accord écrit des archives départementales, et chaque mois un bordereau sans aucun nom.',
      en: 'Automatic destruction needs the written agreement of the departmental archives, and each month a slip without any name.',
    },
    basis: 'Code du patrimoine art. L212-2 et L212-3',
    confidence: ['V'],
    parameters: { archivesVisaRequired: true },
    origin: ['S2'],
  },
  'RET-22': {
    sentence: {
      fr: 'Les données courantes, les archives intermédiaires et les archives définitives sont séparées et n’ouvrent pas aux mêmes personnes.',
      en: 'Current data, intermediate archives and final archives are kept apart and open to different people.',
    },
    basis: 'CNIL, cycle de vie des données et archives',
    confidence: ['V'],
    parameters: {},
    origin: ['S2'],
  },
} as const satisfies Record<string, Rule>;
