import type { Seed } from './seeds.ts';

/** What an adult is told at enrolment (GDPR art. 13). A change of one byte is a new version, never an edit. */
export const enrolmentAdult: Seed = {
  id: 'enrolment-adult',
  version: 1,
  purposes: ['LOAN', 'OVERDUE', 'HOLD', 'SERVICE_INFO', 'ACCOUNT', 'DEBT', 'EVENT_REG'],
  channels: ['EMAIL', 'SMS', 'POST', 'PHONE', 'PORTAL'],
  controllers: [],
  title: { fr: 'Vos données à la bibliothèque', en: 'Your data at the library' },
  body: {
    fr: `Votre commune et le réseau de bibliothèques tiennent votre fiche pour vous prêter des documents : c’est leur mission de service public.
Obligatoire : nom, prénom, adresse, année de naissance. Facultatif : courriel, téléphone.
Nous nous en servons pour gérer vos prêts, vous rappeler un retard, vous dire qu’une réservation vous attend, annoncer une fermeture, et pour rien d’autre. Ces messages partent par courriel, SMS, lettre ou téléphone. Vous pouvez refuser chacun de ces moyens, sans rien expliquer et sans perdre aucun droit.
Le lien entre vous et un document rendu est détruit à la fin du quatrième mois qui suit le retour. Votre fiche est effacée un an après votre dernier prêt.
Vos données ne sont données à personne d’autre que le prestataire qui achemine le message.
Vous pouvez les voir, les corriger, les faire effacer, en geler l’usage ou vous y opposer : demandez à l’accueil ou au délégué à la protection des données de votre commune. Vous pouvez aussi saisir la CNIL (www.cnil.fr).`,
    en: `Your commune and the library network keep your record in order to lend you documents: this is their public task.
Required: family name, given name, address, year of birth. Optional: e-mail, telephone.
We use them to manage your loans, to remind you of a late return, to tell you that a hold is waiting, to announce a closure, and for nothing else. These messages go by e-mail, SMS, letter or telephone. You may refuse each of these channels, without giving a reason and without losing any right.
The link between you and a returned document is destroyed at the end of the fourth month after the return. Your record is erased one year after your last loan.
Your data are given to nobody but the provider that carries the message.
You may see, correct, erase or freeze them, or object: ask at the desk or the data protection officer of your commune. You may also complain to the CNIL (www.cnil.fr).`,
  },
};
