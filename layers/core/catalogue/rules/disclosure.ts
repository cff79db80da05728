import type { Rule } from './rule.ts';

/** Disclosure to third parties. */
export const disclosureRules = {
  'DIS-01': {
    sentence: {
      fr: 'Une liste de lecteurs n’est jamais remise à un maire, un élu, un directeur général, un autre service ou une association.',
      en: 'A list of readers is never handed to a mayor, an elected member, a chief executive, another service or an association.',
    },
    basis: 'RGPD art. 5(1)(b)(f) ; CGFP art. L121-6 et L121-7 ; CRPA art. L311-6',
    confidence: ['V'],
    parameters: { purpose: 'NOMINATIVE_LIST' },
    origin: ['S0'],
  },
  'DIS-02': {
    sentence: {
      fr: 'Une autorité n’obtient des données que par un écrit qui cite la loi, nomme les personnes et les données, et que deux agents ont vérifié.',
      en: 'An authority gets data only on a written request that cites the law, names the persons and the data, and that two people checked.',
    },
    basis: 'CNIL, guide des tiers autorisés (juillet 2020)',
    confidence: ['V'],
    parameters: { approvals: 2 },
    origin: ['S0'],
  },
  'DIS-03': {
    sentence: {
      fr: 'On ne répond qu’avec ce qui existe encore, et une demande ne retarde pas l’effacement sauf ordre de conservation.',
      en: 'The answer holds only what still exists, and a request does not delay erasure unless it orders preservation.',
    },
    basis: 'RGPD art. 5(1)(e)',
    confidence: ['T', 'M'],
    parameters: {},
    origin: ['S0'],
  },
  'DIS-04': {
    sentence: {
      fr: 'Chaque communication ou refus est inscrit dans un registre : qui, pourquoi, quoi, quelle décision, quand.',
      en: 'Every disclosure or refusal is written in a register: who, why, what, which decision, when.',
    },
    basis: 'RGPD art. 5(2) et 30',
    confidence: ['T', 'D'],
    parameters: { register: 'P5Y' },
    origin: ['S0'],
  },
  'DIS-05': {
    sentence: {
      fr: 'Un refus donne une lettre datée, avec ses raisons et ce qu’on peut faire à la place.',
      en: 'A refusal gives a dated letter with its grounds and what can be done instead.',
    },
    basis: 'Code pénal art. 226-21 ; CGFP art. L121-10',
    confidence: ['V'],
    parameters: { tones: ['INFORM', 'FORMAL'], copies: ['MAYOR', 'DGS', 'DPO'] },
    origin: ['S0'],
  },
  'DIS-06': {
    sentence: {
      fr: 'Un parent voit les prêts en cours, les échéances et les dettes de son enfant ; à partir de quinze ans l’historique lui est caché.',
      en: 'A parent sees the child’s current loans, due dates and debts; from fifteen on the history is hidden.',
    },
    basis: 'RGPD art. 5(1)(f) ; CNIL, recommandations sur les mineurs',
    confidence: ['V', 'D'],
    parameters: { guardianHistoryMaxAge: 14 },
    origin: ['S0'],
  },
  'DIS-07': {
    sentence: {
      fr: 'Le Trésor public ne reçoit que le débiteur, l’adresse, le montant, la référence et les dates.',
      en: 'The public treasury receives only the debtor, address, amount, reference and dates.',
    },
    basis: 'CGCT art. L1617-5 ; RGPD art. 5(1)(c)',
    confidence: ['V'],
    parameters: { fields: ['debtor', 'address', 'amountCents', 'reference', 'dates'] },
    origin: ['brief'],
  },
  'DIS-08': {
    sentence: {
      fr: 'Un jeu de données ne sort qu’avec l’accord du service juridique et du DPO, et sans petit effectif.',
      en: 'A dataset is released only with the agreement of the legal service and the DPO, and without small counts.',
    },
    basis: 'CRPA, livre III',
    confidence: ['V'],
    parameters: { approvals: 2 },
    origin: ['S4'],
  },
  'DIS-09': {
    sentence: {
      fr: 'Le dossier demandé par la CNIL se prépare en un geste et en moins d’une heure.',
      en: 'The file that the CNIL asks for is prepared in one action and in less than an hour.',
    },
    basis: 'RGPD art. 31 et 58',
    confidence: ['T'],
    parameters: { within: 'PT1H' },
    origin: ['S2'],
  },
} as const satisfies Record<string, Rule>;
