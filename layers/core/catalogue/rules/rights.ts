import type { Rule } from './rule.ts';

/** Rights of the persons. */
export const rightsRules = {
  'RGT-01': {
    sentence: {
      fr: 'Une demande reçoit sa réponse en un mois, prolongé de deux si on l’explique pendant le premier.',
      en: 'A request is answered within one month, two more if this is explained during the first.',
    },
    basis: 'RGPD art. 12(3)',
    confidence: ['V', 'D'],
    parameters: { answer: 'P1M', extension: 'P2M', internalTarget: 'P15D' },
    origin: ['S0', 'S3'],
  },
  'RGT-02': {
    sentence: {
      fr: 'On ne demande une pièce d’identité qu’en cas de doute noté, et sa copie est détruite après vérification.',
      en: 'Proof of identity is asked only on a recorded doubt, and its copy is destroyed after the check.',
    },
    basis: 'RGPD art. 12(6)',
    confidence: ['V', 'D'],
    parameters: { copyKept: 'P7D' },
    origin: [],
  },
  'RGT-03': {
    sentence: {
      fr: 'Le lecteur reçoit gratuitement toutes ses données, notes comprises, sous une forme courante.',
      en: 'The reader receives all personal data free of charge, notes included, in a common format.',
    },
    basis: 'RGPD art. 15 ; CNIL 28/02/2019, zones de commentaires',
    confidence: ['T', 'V'],
    parameters: { formats: ['PDF', 'JSON'] },
    origin: ['S0', 'S2'],
  },
  'RGT-04': {
    sentence: {
      fr: 'Un lecteur peut toujours imprimer ses prêts en cours et ceux qui ne sont pas encore effacés.',
      en: 'A reader can always print the current loans and those not yet erased.',
    },
    basis: 'RGPD art. 15 et 20',
    confidence: ['T'],
    parameters: {},
    origin: ['S0'],
  },
  'RGT-05': {
    sentence: {
      fr: 'Une correction, un effacement ou une limitation est transmis à tous ceux qui ont reçu les données.',
      en: 'A correction, erasure or restriction is passed on to everyone who received the data.',
    },
    basis: 'RGPD art. 16 à 19',
    confidence: ['T', 'D'],
    parameters: { propagation: 'P7D' },
    origin: ['S1'],
  },
  'RGT-06': {
    sentence: {
      fr: 'L’effacement demandé a lieu tout de suite, et ce qui doit rester est expliqué avec les recours possibles.',
      en: 'A requested erasure happens at once, and what must stay is explained with the possible remedies.',
    },
    basis: 'RGPD art. 17(1)(3) et 12(4)',
    confidence: ['T'],
    parameters: {},
    origin: [],
  },
  'RGT-07': {
    sentence: {
      fr: 'Le lecteur peut emporter, dans un format lisible par une machine, ce qu’il a donné avec son accord.',
      en: 'The reader can take away, in a machine-readable format, what was given with consent.',
    },
    basis: 'RGPD art. 20',
    confidence: ['T'],
    parameters: { formats: ['JSON'] },
    origin: ['S0'],
  },
  'RGT-08': {
    sentence: {
      fr: 'On note l’opposition aux messages de service sans exiger de raison, et celle aux messages facultatifs est toujours suivie.',
      en: 'An objection to service messages is recorded without demanding a reason, and one to optional messages is always followed.',
    },
    basis: 'RGPD art. 21(1)(2)',
    confidence: ['T'],
    parameters: { reasonRequired: false },
    origin: ['S0', 'S1'],
  },
  'RGT-09': {
    sentence: {
      fr: 'La limitation gèle l’usage des données sans les détruire, et l’effacement à date fixe continue sauf besoin de preuve.',
      en: 'Restriction freezes the use of data without destroying it, and timed erasure goes on unless it is needed as proof.',
    },
    basis: 'RGPD art. 18',
    confidence: ['T'],
    parameters: {},
    origin: [],
  },
  'RGT-10': {
    sentence: {
      fr: 'Le parent agit pour l’enfant, l’enfant capable agit seul, et les données prises à un mineur sont effacées en priorité.',
      en: 'The parent acts for the child, a child who is able acts alone, and data collected from a minor is erased first.',
    },
    basis: 'CNIL, recommandation 2 sur les mineurs ; loi informatique et libertés art. 51-II',
    confidence: ['V', 'M'],
    parameters: { erasure: 'P1M' },
    origin: ['S0'],
  },
  'RGT-11': {
    sentence: {
      fr: 'Au décès, plus aucun message ne part, et la fiche est close puis effacée.',
      en: 'On death no message leaves any more, and the record is closed, then erased.',
    },
    basis: 'Loi informatique et libertés art. 84 à 86',
    confidence: ['V', 'D'],
    parameters: { closing: 'P3M' },
    origin: [],
  },
} as const satisfies Record<string, Rule>;
