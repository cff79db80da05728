import type { Text } from '#core/text.ts';

/** The day on which somebody last made sure that the statement is true. It is made anew after three years, or an audit. */
export const statedOn = '2026-11-22';

export const words = {
  title: { fr: 'Déclaration d’accessibilité', en: 'Accessibility statement' },
  pledge: {
    fr: '{site} s’engage à rendre ses pages accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique aux pages de {address} : choix du lecteur, opposition en un clic, confirmation d’un accord, liste de lectures.',
    en: '{site} undertakes to make its pages accessible, as article 47 of French act 2005-102 of 11 February 2005 requires. This statement applies to the pages of {address}: a reader’s choices, opposition in one click, confirmation of a consent, reading list.',
  },
  state: { fr: 'État de conformité', en: 'State of compliance' },
  stated: {
    fr: 'Ces pages sont non conformes au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) : elles n’ont pas encore été auditées, et c’est ce que le décret n° 2019-768 fait dire à un site sans audit.',
    en: 'These pages are non-compliant with the French accessibility standard (RGAA 4.1): they have not been audited yet, and this is what decree 2019-768 has a site say that has no audit.',
  },
  results: { fr: 'Résultats des tests', en: 'Results of tests' },
  tested: {
    fr: 'Aucun tiers n’a mesuré le respect des critères. Ce que nous vérifions nous-mêmes, en français et en anglais, à chaque changement :',
    en: 'No third party has measured the criteria. What we check ourselves, in French and in English, at each change:',
  },
  untested: { fr: 'Ce qui n’a pas été vérifié :', en: 'What has not been checked:' },
  faults: { fr: 'Contenus non accessibles', en: 'Content that is not accessible' },
  known: {
    fr: 'Nous ne connaissons pas de défaut de ces pages. Sans audit, cela ne veut pas dire qu’il n’y en a pas.',
    en: 'We know of no fault of these pages. Without an audit this does not mean that there is none.',
  },
  made: { fr: 'Établissement de cette déclaration', en: 'Preparation of this statement' },
  madeOn: {
    fr: 'Cette déclaration a été établie le {day}. Les pages sont faites de HTML et de CSS, sans JavaScript ; elles sont vérifiées avec Chromium et axe-core.',
    en: 'This statement was prepared on {day}. The pages are made of HTML and CSS, without JavaScript; they are checked with Chromium and axe-core.',
  },
  contact: { fr: 'Contact', en: 'Contact' },
  ask: {
    fr: 'Si une page ne vous est pas accessible, dites-le : nous vous donnerons ce qu’elle contient sous une autre forme.',
    en: 'If a page is not accessible to you, tell us: we will give you what it holds in another form.',
  },
  write: { fr: 'Écrire à', en: 'Write to' },
  desk: {
    fr: 'Adressez-vous à l’accueil de votre bibliothèque, qui peut aussi faire ces choix avec vous et imprimer vos listes.',
    en: 'Ask at the desk of your library, which can also make these choices with you and print your lists.',
  },
  remedies: { fr: 'Voies de recours', en: 'Remedies' },
  unanswered: {
    fr: 'Si vous nous avez signalé un défaut qui vous empêche d’accéder à un contenu ou à un service, et que la réponse ne vous satisfait pas, vous pouvez saisir le Défenseur des droits :',
    en: 'If you told us of a fault that keeps you from content or a service, and the answer does not satisfy you, you can turn to the Défenseur des droits:',
  },
} as const satisfies Record<string, Text>;

/** What `test/ui/pages.test.ts` does. */
export const checks: readonly Text[] = [
  {
    fr: 'chaque page, dans chacun de ses états, avec un outil automatique (axe-core) qui couvre une minorité des critères : il ne trouve rien ;',
    en: 'each page, in each of its states, with an automatic tool (axe-core) that covers a minority of the criteria: it finds nothing;',
  },
  {
    fr: 'sur un écran de 320 pixels de large, ce qui équivaut à un zoom de 400 % : rien ne déborde ;',
    en: 'on a screen 320 pixels wide, which equals a zoom of 400%: nothing runs over;',
  },
  {
    fr: 'au clavier seul : chaque lien et chaque bouton est atteint dans l’ordre de la page, et l’on voit où l’on est.',
    en: 'by keyboard alone: each link and each button is reached in the order of the page, and one sees where one is.',
  },
];

export const gaps: readonly Text[] = [
  {
    fr: 'les critères du RGAA qu’un outil ne sait pas juger ;',
    en: 'the criteria of RGAA that no tool can judge;',
  },
  {
    fr: 'l’usage avec un lecteur d’écran (NVDA, JAWS, VoiceOver) ;',
    en: 'use with a screen reader (NVDA, JAWS, VoiceOver);',
  },
  {
    fr: 'la liste de lectures en PDF : elle est balisée, mais n’a pas été contrôlée ; la même liste existe en page web.',
    en: 'the reading list as a PDF: it is tagged, but has not been verified; the same list exists as a web page.',
  },
];

/** Where the Défenseur des droits is reached; free of charge, also by letter. */
export const ombudsman = [
  {
    href: 'https://formulaire.defenseurdesdroits.fr/',
    name: { fr: 'par son formulaire', en: 'by its form (in French)' },
  },
  {
    href: 'https://www.defenseurdesdroits.fr/',
    name: {
      fr: 'auprès de son délégué près de chez vous, ou au 09 69 39 00 00',
      en: 'at its delegate near you, or at +33 9 69 39 00 00',
    },
  },
] as const;

export const ombudsmanByLetter: Text = {
  fr: 'par courrier gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07',
  en: 'by letter, free, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07',
};
