import * as z from 'zod';
import { decide } from './gate.ts';
import {
  desk,
  dpo,
  noted,
  pathOf,
  readNow,
  say,
  writeInstant,
  type Step,
  type Story,
} from './story.ts';

const noticeAnswer = z.object({ id: z.string(), version: z.number() });
const consentAnswer = z.object({ state: z.string() });
const proofAnswer = z.object({ verified: z.boolean(), noticeText: z.string() });

async function publishNotice(story: Story): Promise<string> {
  const body = {
    id: 'newsletter-story',
    locale: 'fr',
    purposes: ['NEWSLETTER'],
    channels: ['EMAIL'],
    title: 'Lettre d’information de votre bibliothèque',
    body: 'La bibliothèque vous écrit chaque mois son programme, à votre demande seulement. Vous pouvez arrêter à tout moment.',
    controllers: [story.reader.row.commune],
  };
  const answer = await dpo(story).call({
    method: 'POST',
    path: '/v1/notices',
    body,
    answer: noticeAnswer,
  });
  return say(answer, ({ version }) => {
    story.notes.set('noticeVersion', String(version));
    return 'publié';
  });
}

async function putConsent(story: Story, decision: 'GIVEN' | 'WITHDRAWN'): Promise<string> {
  const { patronRef } = story.reader.row;
  const body = {
    decision,
    act: 'FORM_TICK',
    at: writeInstant(await readNow(story.server)),
    notice: {
      id: 'newsletter-story',
      version: Number(noted(story, 'noticeVersion')),
      locale: 'fr',
    },
    collectedBy: { type: 'PATRON', ref: patronRef },
    evidence: { kind: 'PAPER_FORM', ref: `formulaire-${decision.toLowerCase()}` },
  };
  const path = pathOf(story, '/consents/NEWSLETTER/EMAIL');
  const answer = await desk(story).call({ method: 'PUT', path, body, answer: consentAnswer });
  return answer.ok
    ? `${answer.value.state}, ${await decide(story, 'NEWSLETTER', 'EMAIL')}`
    : say(answer, () => '');
}

async function readProof(story: Story): Promise<string> {
  const path = pathOf(story, '/consents/NEWSLETTER/EMAIL/proof');
  const answer = await dpo(story).call({ method: 'GET', path, answer: proofAnswer });
  return say(
    answer,
    ({ verified, noticeText }) =>
      `${verified ? 'vérifiée' : 'non vérifiée'}, ${noticeText ? 'avec le texte lu' : 'sans texte'}`,
  );
}

/** She agrees, then changes her mind. */
export const consents: readonly Step[] = [
  {
    title: {
      fr: 'Le texte de la lettre d’information est publié',
      en: 'The text of the newsletter notice is published',
    },
    rules: ['CON-03'],
    expect: 'publié',
    act: publishNotice,
  },
  {
    title: { fr: 'Elle coche la case', en: 'She ticks the box' },
    rules: ['CON-01', 'CON-03'],
    expect: 'GIVEN, oui',
    act: (story) => putConsent(story, 'GIVEN'),
  },
  {
    title: { fr: 'La preuve, en un appel', en: 'The proof, in one call' },
    rules: ['CON-03'],
    expect: 'vérifiée, avec le texte lu',
    act: readProof,
  },
  {
    title: { fr: 'Elle change d’avis', en: 'She changes her mind' },
    rules: ['CON-04'],
    expect: 'WITHDRAWN, WITHDRAWN',
    act: (story) => putConsent(story, 'WITHDRAWN'),
  },
];
