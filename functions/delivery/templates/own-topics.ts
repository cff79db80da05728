import type { Template } from './template.ts';

/** What the product writes by itself: a question (double opt-in), two birthdays, and the notice of article 14. */
export const ownTopics = {
  CONFIRMATION: {
    version: 1,
    subject: { fr: 'Confirmez votre choix', en: 'Confirm your choice' },
    email: {
      fr: `Bonjour,
{% if about %}
Ce message concerne la carte de {{ about }}.
{% endif %}
Votre bibliothèque nous demande de vérifier que vous voulez recevoir ceci à cette adresse : {{ purpose }}.
Si oui, ouvrez cette page et appuyez sur le bouton : {{ confirmationUrl }}
Le lien vaut deux jours. Si vous n’avez rien demandé, ne faites rien : rien ne sera envoyé.`,
      en: `Hello,
{% if about %}
This message is about the card of {{ about }}.
{% endif %}
Your library asks us to check that you want to receive this at this address: {{ purpose }}.
If so, open this page and press the button: {{ confirmationUrl }}
The link holds for two days. If you asked for nothing, do nothing: nothing will be sent.`,
    },
    sms: {
      fr: `Bibliotheque{% if about %} (carte de {{ about }}){% endif %} : {{ purpose }}. Pour confirmer : {{ confirmationUrl }} Sinon, ne faites rien.`,
      en: `Library{% if about %} (card of {{ about }}){% endif %}: {{ purpose }}. To confirm: {{ confirmationUrl }} Else do nothing.`,
    },
  },
  AT_15: {
    version: 1,
    subject: { fr: 'Vous avez quinze ans : à vous de décider', en: 'You are fifteen: you decide' },
    email: {
      fr: `Bonjour,

Vous avez quinze ans. C’est maintenant à vous, et non plus à vos parents, de décider des messages que la bibliothèque vous envoie.
Ce que vous avez accepté ensemble continue jusque-là{% if confirmBy %}, et s’arrête le {{ confirmBy }} si vous ne le confirmez pas{% endif %}.
Pour confirmer ou refuser, demandez à l’accueil de votre bibliothèque, ou ouvrez votre page de choix avec un nouveau lien que l’accueil vous donne.
Quel que soit votre choix, vous empruntez comme avant.`,
      en: `Hello,

You are fifteen. It is now for you, and no longer for your parents, to decide which messages the library sends you.
What you accepted together goes on until then{% if confirmBy %}, and ends on {{ confirmBy }} unless you confirm it{% endif %}.
To confirm or refuse, ask at the desk of your library, or open your page of choices with a new link from the desk.
Whatever you choose, you borrow as before.`,
    },
    sms: {
      fr: `Bibliotheque : vous avez 15 ans, a vous de confirmer vos choix{% if confirmBy %} avant le {{ confirmBy }}{% endif %}, a l'accueil.`,
      en: `Library: you are 15, please confirm your choices{% if confirmBy %} before {{ confirmBy }}{% endif %} at the desk.`,
    },
  },
  AT_18: {
    version: 1,
    subject: {
      fr: 'Vous êtes majeur : votre fiche est à vous seul',
      en: 'You are of age: your record is yours alone',
    },
    email: {
      fr: `Bonjour,

Vous avez dix-huit ans. Vos parents n’ont plus accès à votre fiche de bibliothèque et ne décident plus de vos choix.
Nous n’y gardons plus leur nom, ni le jour de votre naissance : l’année suffit.
Vos emprunts et vos propres choix ne changent pas.`,
      en: `Hello,

You are eighteen. Your parents no longer have access to your library record nor decide your choices.
We no longer keep their name in it, nor the day of your birth: the year is enough.
Your loans and your own choices do not change.`,
    },
    sms: {
      fr: `Bibliotheque : vous etes majeur, vos parents n'ont plus acces a votre fiche.`,
      en: `Library: you are of age, your parents no longer have access to your record.`,
    },
  },
  INDIRECT: {
    version: 1,
    subject: { fr: 'Vos données à la bibliothèque', en: 'Your data at the library' },
    email: {
      fr: `Bonjour,
{% if about %}
Ce message concerne la carte de {{ about }}.
{% endif %}
{% if commune %}{{ commune }}{% else %}Votre commune{% endif %} et {{ network }} tiennent ensemble une fiche de lecteur. Ces données ne viennent pas de la personne elle-même : elles nous ont été données à l’inscription par un parent, par une autre bibliothèque ou par un ancien fichier.
Ce que nous gardons : nom, adresse, année de naissance, moyens de contact. Elles servent aux prêts, aux réservations et aux messages qui les concernent, et à rien d’autre. C’est une mission de service public. La fiche est effacée un an après le dernier prêt.
On peut les voir, les corriger, les faire effacer, en geler l’usage ou s’y opposer, à l’accueil{% if dpo %} ou auprès du délégué à la protection des données ({{ dpo }}){% endif %}, et saisir la CNIL (www.cnil.fr).`,
      en: `Hello,
{% if about %}
This message is about the card of {{ about }}.
{% endif %}
{% if commune %}{{ commune }}{% else %}Your commune{% endif %} and {{ network }} together keep a reader's record. These data do not come from the person: they were given to us on enrolment by a parent, by another library or by an old file.
What we keep: name, address, year of birth, means of contact. They serve loans, holds and the messages about them, and nothing else. This is a public task. The record is erased one year after the last loan.
One may see, correct, erase or freeze them, or object, at the desk{% if dpo %} or with the data protection officer ({{ dpo }}){% endif %}, and complain to the CNIL (www.cnil.fr).`,
    },
    sms: {
      fr: `Bibliotheque : nous tenons une fiche a votre nom. Vos droits : a l'accueil.`,
      en: `Library: we keep a record in your name. Your rights: at the desk.`,
    },
  },
} as const satisfies Record<string, Template>;
