/** Why something of an export was left out, or was sent otherwise than it stood. Codes are counted, texts printed. */
export const remarkTexts = {
  DELETED: { fr: 'lecteur supprimé dans le SIGB', en: 'reader deleted in the library system' },
  LIBRARY_UNKNOWN: {
    fr: 'bibliothèque absente du fichier de correspondance',
    en: 'library absent from the mapping file',
  },
  PATRON_NOT_IMPORTED: {
    fr: 'lecteur absent de l’export ou non repris',
    en: 'reader absent from the export or left out',
  },
  TIME_UNREADABLE: {
    fr: 'date illisible ou sans décalage',
    en: 'date unreadable or without offset',
  },
  NO_BIRTH_DATE: { fr: 'sans date de naissance', en: 'no birth date' },
  NO_EMAIL: { fr: 'sans adresse électronique', en: 'no e-mail address' },
  EMAIL_UNUSABLE: {
    fr: 'adresse électronique inutilisable, non reprise',
    en: 'unusable e-mail address, dropped',
  },
  PHONE_UNUSABLE: { fr: 'numéro inutilisable, non repris', en: 'unusable number, dropped' },
  NO_MOBILE: { fr: 'sans numéro de mobile certain', en: 'no number known to be mobile' },
  NO_GUARDIAN: { fr: 'mineur sans responsable', en: 'minor without a guardian' },
  GUARDIAN_OF_ADULT: {
    fr: 'responsable d’un majeur, non repris',
    en: 'guardian of an adult, dropped',
  },
  JUVENILE_FLAG_STALE: {
    fr: 'marqué mineur, majeur par sa naissance',
    en: 'flagged juvenile, adult by birth',
  },
  EXPIRED: { fr: 'carte expirée', en: 'card expired' },
  EXPIRES_BEFORE_ENROLMENT: {
    fr: 'expiration avant l’inscription, non reprise',
    en: 'expires before enrolment, dropped',
  },
  BARRED: {
    fr: 'suspendu dans le SIGB, information non reprise',
    en: 'barred in the library system, not carried over',
  },
  INACTIVE: { fr: 'compte inactif', en: 'inactive account' },
  LOST_OPEN: { fr: 'document perdu, prêt encore ouvert', en: 'item lost, loan still open' },
  CLAIMED: {
    fr: 'retour affirmé par le lecteur, prêt encore ouvert',
    en: 'claimed returned, loan still open',
  },
  CLOSED_WITHOUT_CHECKIN: { fr: 'prêt clos sans retour', en: 'loan closed without a check-in' },
  OPEN_FOR_YEARS: { fr: 'prêt ouvert depuis plus d’un an', en: 'loan open for more than a year' },
  PARENT_ABSENT: {
    fr: 'prolongation d’un prêt absent, reprise comme prêt',
    en: 'renewal of an absent loan, kept as a loan',
  },
  TITLE_UNKNOWN: { fr: 'titre absent de l’export', en: 'title absent from the export' },
} as const;

export type RemarkCode = keyof typeof remarkTexts;

/** A remark on one row; `ref` is a pseudonym or the id of a thing, never a name. */
export interface Remark {
  readonly ref: string;
  readonly code: RemarkCode;
}

/** What a mapping makes of rows: what to send, what to say about it, what was left out and why. */
export interface Mapped<T> {
  readonly items: readonly T[];
  readonly warnings: readonly Remark[];
  readonly skipped: readonly Remark[];
}
