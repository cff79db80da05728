import * as z from 'zod';
import { decide } from './gate.ts';
import { openPage, press } from './page.ts';
import { desk, dpo, noted, pathOf, say, settle, type Step, type Story } from './story.ts';

const outboxAnswer = z.object({
  items: z.array(z.object({ subject: z.string().optional(), text: z.string() })),
});
const noticeAnswer = z.object({ version: z.int() });

const survey = { purpose: 'SURVEY', channel: 'EMAIL' } as const;
const decideOnSurvey = (story: Story) => decide(story, survey.purpose, survey.channel);

/** The desk has the question sent; its link is in the message that was caught. */
async function ask(story: Story): Promise<string> {
  const path = pathOf(story, '/consents/doi');
  const asked = await desk(story).call({ method: 'POST', path, body: survey, answer: z.unknown() });
  if (!asked.ok) return say(asked, () => '');
  const to = encodeURIComponent(story.reader.row.email);
  const linkIn = (text = '') => /https?:\/\/\S+\/c\/\S+/u.exec(text)?.[0];
  const caught = await settle(story.server.open, {
    call: { method: 'GET', path: `/_local/outbox?to=${to}`, answer: outboxAnswer },
    isSettled: ({ items }) => linkIn(items.at(-1)?.text) !== undefined,
  });
  if (!caught.ok) return say(caught, () => '');
  const mail = caught.value.items.at(-1);
  story.notes.set('confirmation', linkIn(mail?.text) ?? '');
  return `« ${mail?.subject ?? 'rien'} », ${await decideOnSurvey(story)}`;
}

/** A scanner of links opens it too: that is no yes. */
async function openQuestion(story: Story): Promise<string> {
  const { status } = await fetch(noted(story, 'confirmation'));
  return `page ${String(status)}, ${await decideOnSurvey(story)}`;
}

async function confirm(story: Story): Promise<string> {
  const body = new URLSearchParams({ lang: 'fr' });
  await fetch(noted(story, 'confirmation'), { method: 'POST', body });
  return decideOnSurvey(story);
}

/** From now on the survey is also that of partners: another purpose than the one she agreed to. */
async function changeText(story: Story): Promise<string> {
  const body = {
    id: 'preferences-survey',
    locale: 'fr',
    purposes: [survey.purpose],
    channels: [survey.channel],
    title: 'Enquête',
    body: 'Une enquête de la bibliothèque et de ses partenaires.',
  };
  const path = '/v1/notices';
  const answer = await dpo(story).call({ method: 'POST', path, body, answer: noticeAnswer });
  return answer.ok
    ? `version ${String(answer.value.version)}, ${await decideOnSurvey(story)}`
    : say(answer, () => '');
}

async function readChange(story: Story): Promise<string> {
  const page = await openPage(story);
  const words = ['le texte a changé depuis votre accord', 'la bibliothèque et de ses partenaires'];
  return words.every((one) => page.includes(one)) ? 'le nouveau texte' : 'rien de nouveau';
}

/** A question by message, and the same question again when what was agreed to has changed. */
export const asked: readonly Step[] = [
  {
    title: {
      fr: 'Les enquêtes l’intéressent : un courriel lui demande de confirmer',
      en: 'Surveys interest her: an e-mail asks her to confirm',
    },
    rules: ['CON-01'],
    expect: '« Confirmez votre choix », NO_CONSENT',
    act: ask,
  },
  {
    title: { fr: 'Ouvrir le lien ne dit pas oui', en: 'Opening the link says no yes' },
    rules: ['CON-01'],
    expect: 'page 200, NO_CONSENT',
    act: openQuestion,
  },
  {
    title: { fr: 'Elle appuie sur le bouton', en: 'She presses the button' },
    rules: ['CON-01', 'CON-03'],
    expect: 'oui',
    act: confirm,
  },
  {
    title: {
      fr: 'Les enquêtes deviennent aussi celles de partenaires : son oui ne vaut plus',
      en: 'Surveys become those of partners too: her yes no longer holds',
    },
    rules: ['CON-09'],
    expect: 'version 2, NOTICE_OUTDATED',
    act: changeText,
  },
  {
    title: { fr: 'Sa page le lui dit et redemande', en: 'Her page tells her and asks again' },
    rules: ['CON-09'],
    expect: 'le nouveau texte',
    act: readChange,
  },
  {
    title: { fr: 'Elle l’accepte', en: 'She agrees to it' },
    rules: ['CON-03', 'CON-09'],
    expect: 'enregistré, oui',
    act: (story) => press(story, survey.purpose),
  },
];
