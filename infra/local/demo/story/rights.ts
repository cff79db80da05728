import * as z from 'zod';
import {
  desk,
  dpo,
  ils,
  noted,
  pathOf,
  readNow,
  say,
  settle,
  writeInstant,
  type Step,
  type Story,
} from './story.ts';

const caseShape = z.object({
  id: z.string(),
  state: z.string(),
  categories: z.array(z.object({ recount: z.number().optional(), state: z.string() })).default([]),
});
const rawShape = z.object({ count: z.number() });
const stateShape = z.object({ state: z.string() });
const writeBackShape = z.object({
  items: z.array(z.object({ id: z.string(), type: z.string(), patronRef: z.string().optional() })),
});

async function askErasure(story: Story): Promise<string> {
  const { patronRef } = story.reader.row;
  const receivedAt = writeInstant(await readNow(story.server));
  const body = {
    kind: 'ERASURE',
    patronRef,
    requester: { type: 'SELF', ref: patronRef },
    receivedAt,
    channel: 'DESK',
  };
  const answer = await dpo(story).call({
    method: 'POST',
    path: '/v1/rights-requests',
    body,
    answer: caseShape,
  });
  return say(answer, ({ id, state }) => {
    story.notes.set('case', id);
    return state;
  });
}

async function advanceCase(story: Story, act: 'verify' | 'approve' | 'execute'): Promise<string> {
  const path = `/v1/rights-requests/${noted(story, 'case')}/${act}`;
  const body = act === 'execute' ? {} : { by: 'dpo-demo' };
  return say(
    await dpo(story).call({ method: 'POST', path, body, answer: stateShape }),
    ({ state }) => state,
  );
}

async function executeCase(story: Story): Promise<string> {
  const done = await advanceCase(story, 'execute');
  if (/^\d{3} /u.test(done)) return done;
  return tellTheIls(story);
}

/** The library system reads what it must forget, forgets it, and says so (RGT-05). */
async function tellTheIls(story: Story): Promise<string> {
  const { patronRef } = story.reader.row;
  const isErasure = (item: { type: string; patronRef?: string | undefined }) =>
    item.type === 'patron.erased' && item.patronRef === patronRef;
  const news = await settle(ils(story), {
    call: { method: 'GET', path: '/v1/outbox?limit=100', answer: writeBackShape },
    isSettled: ({ items }) => items.some(isErasure),
  });
  if (!news.ok) return say(news, () => '');
  const ids = news.value.items.filter((item) => item.patronRef === patronRef).map(({ id }) => id);
  const body = { ids, outcome: 'APPLIED' };
  const acked = await ils(story).call({
    method: 'POST',
    path: '/v1/outbox/acks',
    body,
    answer: z.unknown(),
  });
  return say(acked, () =>
    news.value.items.some(isErasure) ? 'le SIGB sait et a effacé' : 'le SIGB n’a rien appris',
  );
}

async function readCase(story: Story): Promise<string> {
  const path = `/v1/rights-requests/${noted(story, 'case')}`;
  const settled = await settle(dpo(story), {
    call: { method: 'GET', path, answer: caseShape },
    isSettled: ({ state }) => state === 'COMPLETED',
  });
  return say(settled, ({ state, categories }) => {
    const left = categories.reduce((sum, { recount = 0 }) => sum + recount, 0);
    return `${state}, ${categories.length > 0 ? left : 'aucune catégorie,'} reste`;
  });
}

/** What the house still holds, in any byte. What was sent has left it: the catcher, which plays the outside, is emptied. */
async function searchBytes(story: Story): Promise<string> {
  const { row } = story.reader;
  const emptied = await story.server.open.call({
    method: 'DELETE',
    path: '/_local/outbox',
    answer: z.unknown(),
  });
  if (!emptied.ok) return say(emptied, () => '');
  const needles = {
    nom: row.name.family,
    courriel: row.email,
    mobile: row.mobile,
    référence: row.patronRef,
  };
  const counts = await Promise.all(
    Object.entries(needles).map(async ([what, text]) => {
      const path = `/_local/raw?contains=${encodeURIComponent(text)}`;
      const answer = await story.server.open.call({ method: 'GET', path, answer: rawShape });
      return `${what} ${say(answer, ({ count }) => String(count))}`;
    }),
  );
  return counts.join(', ');
}

async function readPatron(story: Story): Promise<string> {
  const answer = await desk(story).call({
    method: 'GET',
    path: pathOf(story),
    answer: z.unknown(),
  });
  if (answer.ok) return 'encore là';
  return [404, 410].includes(answer.problem.status) ? 'absente' : say(answer, () => '');
}

/** She asks to be forgotten. */
export const rights: readonly Step[] = [
  {
    title: { fr: 'Elle demande l’effacement', en: 'She asks for erasure' },
    rules: ['RGT-01', 'RGT-06'],
    expect: 'RECEIVED',
    act: askErasure,
  },
  {
    title: { fr: 'Son identité est établie', en: 'Her identity is established' },
    rules: ['RGT-02'],
    expect: 'VERIFIED',
    act: (story) => advanceCase(story, 'verify'),
  },
  {
    title: { fr: 'Le délégué approuve', en: 'The DPO approves' },
    rules: ['RGT-06'],
    expect: 'APPROVED',
    act: (story) => advanceCase(story, 'approve'),
  },
  {
    title: {
      fr: 'L’effacement est exécuté, le SIGB l’apprend',
      en: 'Erasure is carried out, the library system learns of it',
    },
    rules: ['RGT-05', 'RGT-06'],
    expect: 'le SIGB sait et a effacé',
    act: executeCase,
  },
  {
    title: { fr: 'Chaque catégorie est recomptée', en: 'Each category is counted again' },
    rules: ['RGT-06'],
    expect: 'COMPLETED, 0 reste',
    act: readCase,
  },
  {
    title: { fr: 'Plus un octet ne la nomme', en: 'Not one byte names her' },
    rules: ['RGT-06', 'RET-20'],
    expect: 'nom 0, courriel 0, mobile 0, référence 0',
    act: searchBytes,
  },
  {
    title: { fr: 'Au bureau, elle est absente', en: 'At the desk she is absent' },
    rules: ['RGT-06'],
    expect: 'absente',
    act: readPatron,
  },
];
