import { purposes, type Channel } from '#core/catalogue/purposes.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Text } from '#core/text.ts';
import { effects, explanations, labelOf, type ChosenPurpose } from '#core/catalogue/choices.ts';
import { plainPage, type Place } from './plain.tsx';

interface Question extends Place {
  readonly purpose: ChosenPurpose;
  readonly channel: Channel;
  /** What was published to be read instead of the product's own words. */
  readonly text?: string | undefined;
}

/**
 * The question, with the words of the notice that the answer pins (CON-03), and one button: opening the page says
 * nothing yet, so a program that follows links agrees to nothing.
 */
export function questionPage({ purpose, channel, text, ...place }: Question): string {
  const { locale } = place;
  return renderPage({
    ...place,
    switchesLanguage: true,
    title: words.title[locale],
    isProof: true,
    children: (
      <>
        <h2>{purposes[purpose].title[locale]}</h2>
        {(text ?? explanations[purpose][locale]).split('\n').map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        <p>{effects.GIVEN[locale]}</p>
        <form method="post">
          <input type="hidden" name="lang" value={locale} />
          <button type="submit">{labelOf('GIVEN', channel, locale)}</button>
        </form>
        <p class="soft">{words.nothing[locale]}</p>
      </>
    ),
  });
}

/** @param isParents a parent answered for a child under 15: the child's own yes is needed too (CON-06) */
export function answeredPage(purpose: ChosenPurpose, isParents: boolean, place: Place): string {
  const says = [words.recorded, ...(isParents ? [words.both] : []), words.change];
  return plainPage({ ...place, title: words.done, says, about: purposes[purpose].title });
}

/** A yes that cannot be taken now: another parent said no, or a text of the purpose changed meanwhile. */
export function refusedPage(place: Place): string {
  return plainPage({ ...place, title: words.refused, says: [words.ask], isFault: true });
}

/** One kind page for a link that is wrong, old, replaced, or that went to an address which is no longer theirs. */
export function deadQuestionPage(place: Place): string {
  const says = [words.why, words.again];
  return plainPage({ ...place, title: words.dead, says, switchesLanguage: true });
}

const words = {
  title: { fr: 'Confirmez votre accord', en: 'Confirm your consent' },
  nothing: {
    fr: 'Si ce n’est pas vous qui l’avez demandé, fermez cette page : rien ne sera envoyé.',
    en: 'If it was not you who asked, close this page: nothing will be sent.',
  },
  done: { fr: 'Votre réponse est enregistrée', en: 'Your answer is recorded' },
  recorded: { fr: 'Vous avez répondu oui : {title}.', en: 'You answered yes: {title}.' },
  both: {
    fr: 'Avant quinze ans, il faut l’accord de l’enfant et celui d’un parent. L’enfant donne le sien à l’accueil ou sur sa page de choix.',
    en: 'Under fifteen, the child and a parent must both agree. The child does so at the desk or on the page of choices.',
  },
  change: {
    fr: 'Vous pouvez changer d’avis à tout moment, d’un clic au bas de chaque message ou à l’accueil de votre bibliothèque.',
    en: 'You may change your mind at any time, with one click at the foot of each message or at the desk of your library.',
  },
  refused: { fr: 'Rien n’a été enregistré', en: 'Nothing was recorded' },
  ask: {
    fr: 'Cet accord ne peut pas être donné ici. Demandez à l’accueil de votre bibliothèque.',
    en: 'This consent cannot be given here. Please ask at the desk of your library.',
  },
  dead: { fr: 'Ce lien ne s’ouvre plus', en: 'This link no longer opens' },
  why: {
    fr: 'Une demande de confirmation vaut deux jours, et une nouvelle remplace l’ancienne. Il arrive aussi que le lien ne soit pas recopié en entier.',
    en: 'A request to confirm holds for two days, and a new one replaces the old one. Sometimes the link is not copied in full.',
  },
  again: {
    fr: 'Sans confirmation, rien n’est envoyé. Si vous le souhaitez toujours, demandez-la de nouveau à l’accueil de votre bibliothèque.',
    en: 'Without a confirmation nothing is sent. If you still want it, ask for it again at the desk of your library.',
  },
} as const satisfies Record<string, Text>;
