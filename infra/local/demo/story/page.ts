import * as z from 'zod';
import { decide } from './gate.ts';
import { desk, noted, pathOf, say, type Story } from './story.ts';

const linkAnswer = z.object({ url: z.string() });

/** The desk gives a link to the page of choices; what the page says. */
export async function openPage(story: Story): Promise<string> {
  const path = pathOf(story, '/preference-link');
  const link = await desk(story).call({ method: 'POST', path, body: {}, answer: linkAnswer });
  if (!link.ok) return say(link, () => '');
  story.notes.set('page', link.value.url);
  return (await fetch(link.value.url)).text();
}

/** What a browser sends when “J’accepte par courriel” is pressed there, without any script; then the gate's answer. */
export async function press(story: Story, purpose: string): Promise<string> {
  const page = await openPage(story);
  const choice = {
    formKey: /name="formKey" value="([^"]+)"/u.exec(page)?.[1] ?? '',
    ...{ lang: 'fr', purpose, channel: 'EMAIL', decision: 'GIVEN' },
  };
  const body = new URLSearchParams(choice);
  const answer = await fetch(noted(story, 'page'), { method: 'POST', body });
  const isSaved = (await answer.text()).includes('C’est enregistré');
  return `${isSaved ? 'enregistré' : 'non enregistré'}, ${await decide(story, purpose, 'EMAIL')}`;
}
