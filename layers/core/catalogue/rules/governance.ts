import type { Rule } from './rule.ts';

/** Governance and security. */
export const governanceRules = {
  'GOV-01': {
    sentence: {
      fr: 'Chaque collectivité a une ligne de registre par usage actif, et un usage sans ligne ne peut pas être actif.',
      en: 'Each controller has a register entry per active purpose, and a purpose without entry cannot be active.',
    },
    basis: 'RGPD art. 30',
    confidence: ['T'],
    parameters: {},
    origin: ['S0', 'S2'],
  },
  'GOV-02': {
    sentence: {
      fr: 'Aucune commune n’est mise en service sans un DPO que l’on peut joindre.',
      en: 'No commune goes live without a DPO who can be reached.',
    },
    basis: 'RGPD art. 37 ; CNIL 2022, mises en demeure de communes',
    confidence: ['V'],
    parameters: {},
    origin: ['S1', 'S2', 'S4'],
  },
  'GOV-03': {
    sentence: {
      fr: 'Qui est responsable de quoi, commune ou intercommunalité, est écrit par usage et dit aux lecteurs.',
      en: 'Who is responsible for what, commune or network, is written per purpose and told to readers.',
    },
    basis: 'RGPD art. 26',
    confidence: ['T'],
    parameters: {},
    origin: ['S1'],
  },
  'GOV-04': {
    sentence: {
      fr: 'Chaque prestataire est inscrit avec son contrat, son lieu et sa date de fin, et son service s’arrête à cette date.',
      en: 'Every provider is listed with contract, location and end date, and its service stops on that date.',
    },
    basis: 'RGPD art. 28',
    confidence: ['T'],
    parameters: {},
    origin: ['S4'],
  },
  'GOV-05': {
    sentence: {
      fr: 'Les données, les clés, les journaux et les sauvegardes restent dans l’Union européenne, en France par défaut.',
      en: 'Data, keys, logs and backups stay in the European Union, in France by default.',
    },
    basis: 'RGPD art. 44 et suivants ; note DGCL/SIAF du 5/4/2016',
    confidence: ['T', 'V'],
    parameters: {
      region: 'eu-west-3',
      allowed: ['eu-west-1', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
    },
    origin: ['S4'],
  },
  'GOV-06': {
    sentence: {
      fr: 'La nationalité de l’hébergeur est soumise au DPO et aux archives, et leur décision est gardée.',
      en: 'The nationality of the host is put to the DPO and the archives, and their decision is kept.',
    },
    basis: 'Note DGCL/SIAF du 5/4/2016 ; code du patrimoine art. L111-1',
    confidence: ['V', 'M'],
    parameters: {},
    origin: ['S4'],
  },
  'GOV-07': {
    sentence: {
      fr: 'Une fuite de données est inscrite, déclarée à la CNIL en 72 heures sauf absence de risque, et dite aux personnes si le risque est élevé.',
      en: 'A data breach is registered, reported to the CNIL within 72 hours unless there is no risk, and told to the persons if the risk is high.',
    },
    basis: 'RGPD art. 33 et 34',
    confidence: ['V'],
    parameters: { authority: 'PT72H' },
    origin: ['S2'],
  },
  'GOV-08': {
    sentence: {
      fr: 'Chaque usage passe un examen des risques, et les plus délicats une étude complète avant signature.',
      en: 'Each purpose passes a risk screening, and the most delicate ones a full assessment before sign-off.',
    },
    basis: 'RGPD art. 35',
    confidence: ['V', 'D'],
    parameters: { threshold: 2, criteria: 9, required: ['READING_INVITE', 'HISTORY_KEEP'] },
    origin: ['S0'],
  },
  'GOV-09': {
    sentence: {
      fr: 'Les agents entrent avec une double preuve ou un mot de passe solide, jamais gardé en clair.',
      en: 'Staff sign in with two factors or a strong password that is never stored readable.',
    },
    basis: 'RGPD art. 32 ; délibération CNIL 2022-100',
    confidence: ['V'],
    parameters: { passwordBits: 80, passwordBitsWithLockout: 50 },
    origin: ['S2'],
  },
  'GOV-10': {
    sentence: {
      fr: 'Un agent voit ce que son métier demande, pour les lecteurs de sa commune, et chaque lecture d’un nom est notée.',
      en: 'Staff see what their job needs, for readers of their commune, and every reading of a name is recorded.',
    },
    basis: 'RGPD art. 25 et 32',
    confidence: ['T'],
    parameters: {},
    origin: ['S2'],
  },
  'GOV-11': {
    sentence: {
      fr: 'Chaque mois, des lectures de noms tirées au hasard sont vérifiées sans prévenir.',
      en: 'Each month, readings of names drawn at random are reviewed without notice.',
    },
    basis: 'RGPD art. 24 et 32',
    confidence: ['T', 'D'],
    parameters: { sampleMin: 20, samplePercent: 1 },
    origin: ['S2'],
  },
  'GOV-12': {
    sentence: {
      fr: 'Un compte d’agent demande une sensibilisation par an, sinon il ne peut plus que lire.',
      en: 'A staff account needs one awareness session a year, else it can only read.',
    },
    basis: 'RGPD art. 39(1)(b)',
    confidence: ['T', 'D'],
    parameters: { awareness: 'P1Y', warn: 'P30D' },
    origin: ['S2', 'S0'],
  },
  'GOV-13': {
    sentence: {
      fr: 'Partout où l’on recueille des données, la notice du moment est montrée et sa version est notée.',
      en: 'Wherever data is collected the current notice is shown and its version is recorded.',
    },
    basis: 'RGPD art. 13',
    confidence: ['T'],
    parameters: {},
    origin: ['S2'],
  },
  'GOV-14': {
    sentence: {
      fr: 'Une personne dont les données viennent d’ailleurs en est informée en un mois ou au premier message.',
      en: 'A person whose data came from elsewhere is told within a month or with the first message.',
    },
    basis: 'RGPD art. 14(3)',
    confidence: ['T'],
    parameters: { notice: 'P1M' },
    origin: ['S3'],
  },
  'GOV-15': {
    sentence: {
      fr: 'Les données sont chiffrées en route et au repos, et aucun nom ni secret n’entre dans un journal.',
      en: 'Data is encrypted on the way and at rest, and no name or secret enters a log.',
    },
    basis: 'RGPD art. 32',
    confidence: ['T', 'D'],
    parameters: {},
    origin: ['S2'],
  },
  'GOV-16': {
    sentence: {
      fr: 'Les formulaires en papier sont sous clé et détruits en même temps que la fiche.',
      en: 'Paper forms are locked away and destroyed with the record.',
    },
    basis: 'Délibération CNIL 99-027',
    confidence: ['V'],
    parameters: { paper: 'P1Y' },
    origin: ['S2'],
  },
  'GOV-17': {
    sentence: {
      fr: 'Les pages publiques sont accessibles à tous, et une déclaration le dit.',
      en: 'Public pages are accessible to everyone, and a statement says so.',
    },
    basis: 'Loi 2005-102 art. 47 ; décret 2019-768 ; RGAA 4.1',
    confidence: ['V'],
    parameters: { rgaa: '4.1' },
    origin: [],
  },
  'GOV-18': {
    sentence: {
      fr: 'Si le traitement est suspendu, on peut encore prêter avec une feuille et la seule liste des prêts en cours.',
      en: 'If processing is suspended, lending goes on with a sheet and the list of open loans alone.',
    },
    basis: 'Continuité du service public',
    confidence: ['D'],
    parameters: {},
    origin: ['S0'],
  },
  'GOV-19': {
    sentence: {
      fr: 'Aucune décision qui compte n’est prise par la machine seule, et un agent peut lever un blocage et l’expliquer.',
      en: 'No decision that matters is taken by the machine alone, and staff can lift a block and explain it.',
    },
    basis: 'RGPD art. 22',
    confidence: ['T', 'M'],
    parameters: {},
    origin: [],
  },
  'GOV-20': {
    sentence: {
      fr: 'Les pages des lecteurs ne portent ni publicité ni outil d’un tiers.',
      en: 'Reader pages carry neither advertising nor any third party’s tool.',
    },
    basis: 'Loi informatique et libertés art. 82',
    confidence: ['T'],
    parameters: {},
    origin: ['S4'],
  },
} as const satisfies Record<string, Rule>;
