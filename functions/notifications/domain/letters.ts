import type { Text } from '#core/text.ts';
import type { MessageData, MessageKind } from './content.ts';

/** The body of a letter, or what to say on the telephone. Values are numbers, dates and places (NOT-10). */
const letters: Readonly<Record<MessageKind, (data: MessageData) => Text>> = {
  OVERDUE: ({ count, dueOn }) => ({
    fr: `Des documents empruntés à la bibliothèque sont en retard${dueOn ? ` depuis le ${String(dueOn)}` : ''}${count ? ` (${String(count)})` : ''}. Merci de les rapporter. Le détail est sur votre compte ou à l’accueil.`,
    en: `Documents borrowed from the library are overdue${dueOn ? ` since ${String(dueOn)}` : ''}${count ? ` (${String(count)})` : ''}. Please return them. Details are in your account or at the desk.`,
  }),
  HOLD: ({ pickupLibrary, pickupBy }) => ({
    fr: `Une réservation vous attend${pickupLibrary ? ` : ${String(pickupLibrary)}` : ''}${pickupBy ? `, jusqu’au ${String(pickupBy)}` : ''}.`,
    en: `A hold is waiting for you${pickupLibrary ? `: ${String(pickupLibrary)}` : ''}${pickupBy ? `, until ${String(pickupBy)}` : ''}.`,
  }),
  SERVICE_INFO: ({ from, to, text }) => ({
    fr: `${text ? `${String(text)} ` : 'Votre bibliothèque change ses horaires. '}${from ? `À partir du ${String(from)}. ` : ''}${to ? `Jusqu’au ${String(to)}.` : ''}`.trim(),
    en: `${text ? `${String(text)} ` : 'Your library changes its opening hours. '}${from ? `From ${String(from)}. ` : ''}${to ? `Until ${String(to)}.` : ''}`.trim(),
  }),
  ACCOUNT: ({ expiresOn, eraseOn }) => ({
    fr: `Votre carte de bibliothèque ${expiresOn ? `arrive à échéance le ${String(expiresOn)}` : 'demande votre attention'}.${eraseOn ? ` Votre fiche sera effacée le ${String(eraseOn)} si vous n’empruntez plus.` : ''}`,
    en: `Your library card ${expiresOn ? `expires on ${String(expiresOn)}` : 'needs your attention'}.${eraseOn ? ` Your record will be erased on ${String(eraseOn)} if you borrow no more.` : ''}`,
  }),
  NEWSLETTER: () => ({
    fr: 'Le nouveau programme des bibliothèques est paru. Vous recevez cette lettre parce que vous l’avez demandée.',
    en: 'The new programme of the libraries is out. You receive this letter because you asked for it.',
  }),
  // A question is put by e-mail or SMS only: its answer is a press on a button.
  CONFIRMATION: () => ({ fr: '', en: '' }),
};

export function writeLetter(kind: MessageKind, data: MessageData): Text {
  return letters[kind](data);
}
