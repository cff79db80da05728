import type { Seed } from './seeds.ts';

/** What is told to who did not give their data themselves (GDPR art. 14), by e-mail or letter (GOV-14). */
export const indirectCollection: Seed = {
  id: 'indirect-collection',
  version: 1,
  purposes: ['LOAN', 'OVERDUE', 'HOLD', 'SERVICE_INFO', 'ACCOUNT'],
  channels: ['EMAIL', 'POST'],
  controllers: [],
  title: { fr: 'Vos données à la bibliothèque', en: 'Your data at the library' },
  body: {
    fr: `Votre commune et le réseau de bibliothèques tiennent ensemble une fiche de lecteur à votre nom. Ces données ne viennent pas de vous : elles nous ont été données à l’inscription par un parent, par une autre bibliothèque ou par un ancien fichier.
Ce que nous gardons : nom, adresse, année de naissance, moyens de contact. Elles servent aux prêts, aux réservations et aux messages qui les concernent, et à rien d’autre. C’est une mission de service public. La fiche est effacée un an après le dernier prêt.
Vous pouvez les voir, les corriger, les faire effacer, en geler l’usage ou vous y opposer, à l’accueil ou auprès du délégué à la protection des données de votre commune, et saisir la CNIL (www.cnil.fr).`,
    en: `Your commune and the library network together keep a reader's record in your name. These data do not come from you: they were given to us on enrolment by a parent, by another library or by an old file.
What we keep: name, address, year of birth, means of contact. They serve loans, holds and the messages about them, and nothing else. This is a public task. The record is erased one year after the last loan.
You may see, correct, erase or freeze them, or object, at the desk or with the data protection officer of your commune, and complain to the CNIL (www.cnil.fr).`,
  },
};
