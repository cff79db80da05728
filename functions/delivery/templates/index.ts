import type { MessageKind } from '../../notifications/provides.ts';
import { ownTopics } from './own-topics.ts';
import type { Template } from './template.ts';

/** One a kind of message. Variables are dates, numbers and names of libraries; none holds a title (NOT-10). */
export const templates: Readonly<Record<MessageKind, Template>> = {
  OVERDUE: {
    version: 1,
    subject: { fr: 'Documents à rapporter', en: 'Documents to return' },
    email: {
      fr: `Bonjour,
{% if about %}
Ce message concerne la carte de {{ about }}.
{% endif %}
{% if count %}{{ count }} document(s) sont{% else %}Des documents sont{% endif %} en retard{% if dueOn %} depuis le {{ dueOn }}{% endif %}.{% if reminder > 1 %} C’est notre rappel n° {{ reminder }}.{% endif %}
Merci de les rapporter, ou de nous appeler si quelque chose vous en empêche.
Le détail est sur votre compte ou à l’accueil.`,
      en: `Hello,
{% if about %}
This message is about the card of {{ about }}.
{% endif %}
{% if count %}{{ count }} document(s) are{% else %}Some documents are{% endif %} overdue{% if dueOn %} since {{ dueOn }}{% endif %}.{% if reminder > 1 %} This is reminder no. {{ reminder }}.{% endif %}
Please return them, or call us if something prevents you.
Details are in your account or at the desk.`,
    },
    sms: {
      fr: `Bibliotheque{% if about %} (carte de {{ about }}){% endif %} : documents en retard{% if dueOn %} depuis le {{ dueOn }}{% endif %}. Merci de les rapporter.`,
      en: `Library{% if about %} (card of {{ about }}){% endif %}: overdue documents{% if dueOn %} since {{ dueOn }}{% endif %}. Please return them.`,
    },
  },
  HOLD: {
    version: 1,
    subject: { fr: 'Votre réservation est arrivée', en: 'Your hold has arrived' },
    email: {
      fr: `Bonjour,
{% if about %}
Ce message concerne la carte de {{ about }}.
{% endif %}
Une réservation vous attend{% if pickupLibrary %} : {{ pickupLibrary }}{% endif %}{% if pickupBy %}, jusqu’au {{ pickupBy }}{% endif %}.`,
      en: `Hello,
{% if about %}
This message is about the card of {{ about }}.
{% endif %}
A hold is waiting for you{% if pickupLibrary %}: {{ pickupLibrary }}{% endif %}{% if pickupBy %}, until {{ pickupBy }}{% endif %}.`,
    },
    sms: {
      fr: `Bibliotheque{% if about %} (carte de {{ about }}){% endif %} : votre reservation est arrivee{% if pickupLibrary %}, {{ pickupLibrary }}{% endif %}{% if pickupBy %}, jusqu'au {{ pickupBy }}{% endif %}.`,
      en: `Library{% if about %} (card of {{ about }}){% endif %}: your hold has arrived{% if pickupLibrary %}, {{ pickupLibrary }}{% endif %}{% if pickupBy %}, until {{ pickupBy }}{% endif %}.`,
    },
  },
  SERVICE_INFO: {
    version: 1,
    subject: { fr: 'Information de votre bibliothèque', en: 'Information from your library' },
    email: {
      fr: `Bonjour,

{% if text %}{{ text }}{% else %}Les horaires changent{% if library %} : {{ library }}{% endif %}.{% endif %}{% if from %} Du {{ from }}{% endif %}{% if to %} au {{ to }}{% endif %}`,
      en: `Hello,

{% if text %}{{ text }}{% else %}Opening hours are changing{% if library %}: {{ library }}{% endif %}.{% endif %}{% if from %} From {{ from }}{% endif %}{% if to %} to {{ to }}{% endif %}`,
    },
    sms: {
      fr: `{% if text %}{{ text }}{% else %}Horaires modifies{% if library %}, {{ library }}{% endif %}{% endif %}{% if from %} du {{ from }}{% endif %}{% if to %} au {{ to }}{% endif %}.`,
      en: `{% if text %}{{ text }}{% else %}Opening hours change{% if library %}, {{ library }}{% endif %}{% endif %}{% if from %} from {{ from }}{% endif %}{% if to %} to {{ to }}{% endif %}.`,
    },
  },
  ACCOUNT: {
    version: 2,
    subject: { fr: 'Votre carte de bibliothèque', en: 'Your library card' },
    // RET-09: the notice before an erasure says what is erased, when, and how to stay.
    email: {
      fr: `Bonjour,

{% if eraseOn %}Vous n’avez rien emprunté depuis bientôt un an. Sans nouvel emprunt, votre fiche sera effacée le {{ eraseOn }} : vous n’avez rien à faire.
Pour la garder, empruntez un document avant cette date, ou passez nous voir.{% elsif expiresOn %}Votre carte arrive à échéance le {{ expiresOn }}.{% else %}Votre carte demande votre attention.{% endif %}`,
      en: `Hello,

{% if eraseOn %}You have borrowed nothing for almost a year. Without a new loan your record will be erased on {{ eraseOn }}: there is nothing to do.
To keep it, borrow something before that day, or come and see us.{% elsif expiresOn %}Your card expires on {{ expiresOn }}.{% else %}Your card needs your attention.{% endif %}`,
    },
    sms: {
      fr: `Bibliotheque : {% if eraseOn %}sans nouvel emprunt, votre fiche sera effacee le {{ eraseOn }}{% elsif expiresOn %}votre carte expire le {{ expiresOn }}{% else %}votre carte demande votre attention{% endif %}.`,
      en: `Library: {% if eraseOn %}without a new loan your record will be erased on {{ eraseOn }}{% elsif expiresOn %}your card expires on {{ expiresOn }}{% else %}your card needs your attention{% endif %}.`,
    },
  },
  NEWSLETTER: {
    version: 1,
    subject: { fr: 'Le programme de vos bibliothèques', en: 'The programme of your libraries' },
    email: {
      fr: `Bonjour,

Le nouveau programme est en ligne{% if issue %} ({{ issue }}){% endif %} : {{ publicUrl }}

{{ origin }}`,
      en: `Hello,

The new programme is online{% if issue %} ({{ issue }}){% endif %}: {{ publicUrl }}

{{ origin }}`,
    },
    sms: {
      fr: `Programme des bibliotheques : {{ publicUrl }} {{ origin }}`,
      en: `Library programme: {{ publicUrl }} {{ origin }}`,
    },
  },
  ...ownTopics,
};
