import type { Seed } from './seeds.ts';

/** What is read before agreeing to the newsletter (GDPR art. 6(1)(a), 7). */
export const newsletter: Seed = {
  id: 'newsletter',
  version: 1,
  purposes: ['NEWSLETTER'],
  channels: ['EMAIL', 'SMS', 'POST'],
  controllers: [],
  title: { fr: 'La lettre d’information', en: 'The newsletter' },
  body: {
    fr: `J’accepte de recevoir la lettre d’information et le programme des bibliothèques du réseau par le moyen que je choisis.
C’est facultatif : sans cela j’emprunte comme tout le monde. Je peux changer d’avis à tout moment, d’un clic au bas de chaque message, à l’accueil ou, pour un SMS, en répondant STOP.
Ni l’ouverture des messages ni les clics ne sont suivis. Mes prêts ne servent pas à choisir ce que je reçois.`,
    en: `I agree to receive the newsletter and the programme of the libraries of the network by the channel that I choose.
This is optional: without it I borrow like everybody else. I may change my mind at any time, with one click at the foot of each message, at the desk or, for an SMS, by answering STOP.
Neither the opening of messages nor clicks are tracked. My loans are not used to choose what I receive.`,
  },
};
