import type { Text } from '#core/text.ts';

/** RGT-04: what a reading list says, on a page and on paper. */
export const words = {
  title: { fr: 'Ma liste de lectures', en: 'My reading list' },
  caption: {
    fr: 'Emprunts en cours et emprunts rendus encore conservés, du plus récent au plus ancien',
    en: 'Current loans and returned loans that are still kept, latest first',
  },
  work: { fr: 'Titre', en: 'Title' },
  author: { fr: 'Auteur', en: 'Author' },
  loaned: { fr: 'Emprunté le', en: 'Borrowed on' },
  due: { fr: 'À rendre le', en: 'Due on' },
  returned: { fr: 'Rendu le', en: 'Returned on' },
  forgotten: { fr: 'Oublié après le', en: 'Forgotten after' },
  printed: { fr: 'Imprimé le', en: 'Printed on' },
  open: { fr: 'pas encore', en: 'not yet' },
  untitled: { fr: 'Document sans titre', en: 'Untitled document' },
  none: { fr: 'Aucun emprunt n’est conservé.', en: 'No loan is kept.' },
  why: {
    fr: 'La bibliothèque oublie un emprunt rendu à la fin du quatrième mois qui suit le mois du retour ; si vous avez demandé à garder votre historique, au bout de trois ans.',
    en: 'The library forgets a returned loan at the end of the fourth month after the month of its return; if you asked to keep your history, after three years.',
  },
} as const satisfies Record<string, Text>;
