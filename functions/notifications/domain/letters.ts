import type { Text } from '#core/text.ts';
import type { MessageData, MessagePurpose } from './content.ts';

/** The body of a letter, or what to say on the telephone. Values are numbers, dates and places (NOT-10). */
const letters: Readonly<Record<MessagePurpose, (data: MessageData) => Text>> = {
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

export function writeLetter(purpose: MessagePurpose, data: MessageData): Text {
  return letters[purpose](data);
}
