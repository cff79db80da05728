import type { RegisteredStore } from './registered-store.ts';

// Written by `npm run generate` from the manifests. Do not edit.
export const stores: readonly RegisteredStore[] = [
  {
    plugin: 'archives',
    table: 'Consultations',
    category: { fr: 'Consultations d’archives', en: 'Archive consultations' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-08',
    sealedBy: 'loans',
  },
  {
    plugin: 'consent',
    table: 'Consents',
    category: {
      fr: 'Accords, oppositions et leurs preuves',
      en: 'Consents, objections and their proofs',
    },
    legalBasis: 'GDPR 7(1), 21, 5(2)',
    retention: 'RET-15',
    sealedBy: 'evidence',
  },
  {
    plugin: 'consent',
    table: 'Consents',
    category: {
      fr: 'Empreintes des contacts à ne plus utiliser',
      en: 'Hashes of contacts no longer to be used',
    },
    legalBasis: 'GDPR 21, 17(3)(b)',
    retention: 'RET-18',
    sealedBy: 'none: a keyed hash, which no one can read',
  },
  {
    plugin: 'debts',
    table: 'Debts',
    category: { fr: 'Dettes en cours (montants)', en: 'Open debts (amounts)' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-11',
    sealedBy: 'contact',
  },
  {
    plugin: 'debts',
    table: 'Titles',
    category: { fr: 'Titres de recettes', en: 'Debt titles' },
    legalBasis: 'GDPR 6(1)(c)',
    retention: 'RET-14',
    sealedBy: 'a key of the period of its own (TitleKeys): it outlives the reader’s',
  },
  {
    plugin: 'delivery',
    table: 'Messages',
    category: {
      fr: 'Journal des messages, sans leur texte',
      en: 'Log of messages, without their text',
    },
    legalBasis: 'GDPR 5(2), 6(1)(e)',
    retention: 'RET-16',
    sealedBy: 'none: opaque ids and codes, no contact and no content',
  },
  {
    plugin: 'exchange',
    table: 'News',
    category: {
      fr: 'Changements à transmettre au logiciel',
      en: 'Changes to hand to the library system',
    },
    legalBasis: 'GDPR 19',
    retention: 'RGT-05',
    sealedBy: 'an opaque ref only; the ref of the library system is looked up when it asks',
  },
  {
    plugin: 'loans',
    table: 'Loans',
    category: { fr: 'Prêts rendus', en: 'Returned loans' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-01',
    sealedBy: 'loans',
  },
  {
    plugin: 'loans',
    table: 'Loans',
    category: { fr: 'Réservations', en: 'Holds' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-07',
    sealedBy: 'loans',
  },
  {
    plugin: 'loans',
    table: 'Loans',
    category: {
      fr: 'Prêts en cours, date du dernier retour',
      en: 'Open loans, date of the last return',
    },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-06',
    sealedBy: 'loans',
  },
  {
    plugin: 'notifications',
    table: 'Notifications',
    category: {
      fr: 'Messages demandés et leur suite',
      en: 'Messages asked for and what became of them',
    },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-16',
    sealedBy: 'contact, until the message was said',
  },
  {
    plugin: 'patrons',
    table: 'Directory',
    category: { fr: 'Identité et contacts', en: 'Identity and contacts' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-09',
    sealedBy: 'contact',
  },
];
