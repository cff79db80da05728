import type { Text } from '#core/text.ts';
import type { MessageData, MessageKind } from './content.ts';

/** The body of a letter, or what to say on the telephone. Values are numbers, dates and places (NOT-10). */
const letters: Readonly<Record<MessageKind, (data: MessageData) => Text>> = {
  OVERDUE: ({ count, dueOn }) => ({
    fr: `Des documents empruntés à la bibliothèque sont en retard${dueOn ? ` depuis le ${said(dueOn)}` : ''}${count ? ` (${String(count)})` : ''}. Merci de les rapporter. Le détail est sur votre compte ou à l’accueil.`,
    en: `Documents borrowed from the library are overdue${dueOn ? ` since ${said(dueOn)}` : ''}${count ? ` (${String(count)})` : ''}. Please return them. Details are in your account or at the desk.`,
  }),
  HOLD: ({ pickupLibrary, pickupBy }) => ({
    fr: `Une réservation vous attend${pickupLibrary ? ` : ${String(pickupLibrary)}` : ''}${pickupBy ? `, jusqu’au ${said(pickupBy)}` : ''}.`,
    en: `A hold is waiting for you${pickupLibrary ? `: ${String(pickupLibrary)}` : ''}${pickupBy ? `, until ${said(pickupBy)}` : ''}.`,
  }),
  SERVICE_INFO: ({ from, to, text }) => ({
    fr: `${text ? `${String(text)} ` : 'Votre bibliothèque change ses horaires. '}${from ? `À partir du ${said(from)}. ` : ''}${to ? `Jusqu’au ${said(to)}.` : ''}`.trim(),
    en: `${text ? `${String(text)} ` : 'Your library changes its opening hours. '}${from ? `From ${said(from)}. ` : ''}${to ? `Until ${said(to)}.` : ''}`.trim(),
  }),
  ACCOUNT: ({ expiresOn, eraseOn }) => (eraseOn ? beforeErasure(said(eraseOn)) : expiry(expiresOn)),
  NEWSLETTER: () => ({
    fr: 'Le nouveau programme des bibliothèques est paru. Vous recevez cette lettre parce que vous l’avez demandée.',
    en: 'The new programme of the libraries is out. You receive this letter because you asked for it.',
  }),
  AT_15: ({ confirmBy }) => ({
    fr: `Vous avez quinze ans : c’est maintenant à vous de décider des messages que la bibliothèque vous envoie. Ce que vos parents ont accepté avec vous s’arrête${confirmBy ? ` le ${String(confirmBy)}` : ''} si vous ne le confirmez pas à l’accueil, qui vous donne aussi l’adresse de votre page de choix.`,
    en: `You are fifteen: it is now for you to decide which messages the library sends you. What your parents accepted with you ends${confirmBy ? ` on ${String(confirmBy)}` : ''} unless you confirm it at the desk, which also gives you the address of your page of choices.`,
  }),
  AT_18: () => ({
    fr: 'Vous êtes majeur : vos parents n’ont plus accès à votre fiche de bibliothèque et ne décident plus de vos choix. Nous ne gardons plus leur nom, ni le jour de votre naissance.',
    en: 'You are of age: your parents no longer have access to your library record nor decide your choices. We no longer keep their name, nor the day of your birth.',
  }),
  INDIRECT: () => ({
    fr: 'La bibliothèque de votre commune et le réseau tiennent une fiche à votre nom. Ces données ne viennent pas de vous : elles nous ont été données à votre inscription par un parent, par une autre bibliothèque ou par un ancien fichier. Elles servent à vos prêts, à vos réservations et aux messages qui les concernent. Vous pouvez les voir, les corriger, les faire effacer ou vous y opposer, à l’accueil ou auprès du délégué à la protection des données de votre commune, et saisir la CNIL (www.cnil.fr).',
    en: 'The library of your commune and the network keep a record in your name. These data do not come from you: they were given to us on your enrolment by a parent, by another library or by an old file. They serve your loans, your holds and the messages about them. You may see, correct or erase them, or object, at the desk or with the data protection officer of your commune, and complain to the CNIL (www.cnil.fr).',
  }),
  // A question is put by e-mail or SMS only: its answer is a press on a button.
  CONFIRMATION: () => ({ fr: '', en: '' }),
};

/** RET-09: what is erased, when, and how to stay. */
const beforeErasure = (day: string): Text => ({
  fr: `Vous n’avez rien emprunté depuis bientôt un an. Sans nouvel emprunt, votre fiche sera effacée le ${day} : vous n’avez rien à faire. Pour la garder, empruntez un document avant cette date, ou passez nous voir.`,
  en: `You have borrowed nothing for almost a year. Without a new loan your record will be erased on ${day}: there is nothing to do. To keep it, borrow something before that day, or come and see us.`,
});

const expiry = (expiresOn: string | number | undefined): Text => ({
  fr: `Votre carte de bibliothèque ${expiresOn ? `arrive à échéance le ${said(expiresOn)}` : 'demande votre attention'}.`,
  en: `Your library card ${expiresOn ? `expires on ${said(expiresOn)}` : 'needs your attention'}.`,
});

/** A day as people write it. */
const said = (day: string | number) =>
  String(day).replace(/^(\d{4})-(\d{2})-(\d{2})$/u, '$3/$2/$1');

export function writeLetter(kind: MessageKind, data: MessageData): Text {
  return letters[kind](data);
}
