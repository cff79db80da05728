import * as z from 'zod';
import { decide } from '../gate.ts';
import {
  desk,
  goTo,
  ils,
  moveClock,
  noted,
  pathOf,
  readNow,
  say,
  type Step,
  type Story,
} from '../story.ts';
import { choose, readTitle } from './exceptions.ts';
import { readEraseDay, readNovember } from './loans.ts';
import { ask, askRuns, lent, refs, returned, tell } from './tools.ts';

const message = z.object({ notificationId: z.string(), state: z.string().optional() });
const mails = z.object({ items: z.array(z.object({ text: z.string() })) });
const slip = z.object({ count: z.int(), archivesVisaRef: z.string().nullable() });
const patronPath = (story: Story) => ({ path: pathOf(story), answer: z.unknown() });

async function send(story: Story): Promise<string> {
  const { patronRef } = story.reader.row;
  const data = { text: 'La bibliothèque ferme plus tôt mercredi.' };
  const body = { purpose: 'SERVICE_INFO', patronRef, data, dedupeKey: 'years-1' };
  const call = { method: 'POST', path: '/v1/notifications', body, answer: message } as const;
  const asked = await ask(ils(story), call, ({ notificationId }) => {
    story.notes.set('message', notificationId);
    return '';
  });
  await moveClock(story, (await readNow(story.server)).add({ minutes: 5 }));
  return asked || readMessage(story);
}

const readMessage = (story: Story): Promise<string> =>
  ask(
    ils(story),
    { path: `/v1/notifications/${noted(story, 'message')}`, answer: message },
    (one) => one.state ?? '',
  );

/** How many e-mails have told her the day on which she will be forgotten. */
const countNotices = (story: Story, day: string): Promise<string> =>
  ask(
    story.server.open,
    { path: `/_local/outbox?to=${encodeURIComponent(story.reader.row.email)}`, answer: mails },
    ({ items }) => {
      const told = items.filter(({ text }) => text.includes(`effacée le ${day}`));
      return `${told.length} avis`;
    },
  );

async function saveHerself(story: Story): Promise<string> {
  await goTo(story, '2027-12-15');
  await tell(story, lent(refs.late, { dueOn: '2028-01-12' }), returned(refs.late));
  await goTo(story, '2027-12-17');
  return readEraseDay(story);
}

const isThere = (story: Story): Promise<string> =>
  ask(desk(story), patronPath(story), () => 'connue');

/** The same number comes back in another record. */
async function importAgain(story: Story): Promise<string> {
  const again: Story = {
    ...story,
    reader: { ...story.reader, row: { ...story.reader.row, patronRef: 'koha:9001043' } },
  };
  const { patronRef: _ref, ...row } = again.reader.row;
  const body = { ...row, name: { family: 'Autre', given: ['Ana'] }, enrolledOn: '2031-11-20' };
  const put = { method: 'PUT', path: pathOf(again), body, answer: z.unknown() } as const;
  const answer = await ils(again).call(put);
  if (!answer.ok) return say(answer, () => '');
  const reasons = await decide(again, 'SERVICE_INFO', 'SMS');
  return reasons.split(', ').includes('SUPPRESSED') ? 'SUPPRESSED' : reasons;
}

async function listSlips(story: Story): Promise<string> {
  let runId = '';
  const rules = await askRuns(story, (items) => {
    runId = items.find(({ rule }) => rule === 'RET-01')?.runId ?? '';
    return [...new Set(items.map(({ rule }) => rule))].toSorted().join(' ');
  });
  const path = `/v1/retention-runs/${encodeURIComponent(runId)}/slip`;
  return `${rules} ; ${await ask(
    story.server.as('DPO'),
    { path, answer: slip },
    ({ archivesVisaRef }) => archivesVisaRef ?? 'bordereau à viser',
  )}`;
}

/** Without it nothing of this purpose would be sent after the first year, the notice of RET-09 included. */
async function renewSignature(story: Story): Promise<string> {
  const { commune } = story.reader.row;
  const body = { commune, dpo: 'H. Benali', decision: 'APPROVED' };
  const path = '/v1/purposes/ACCOUNT/signoffs';
  const answer = z.object({ validUntil: z.string() });
  return ask(
    story.server.as('DPO'),
    { method: 'POST', path, body, answer },
    ({ validUntil }) => validUntil,
  );
}

/** She stays away, comes back once, and is forgotten. */
export const silence: readonly Step[] = [
  {
    title: { fr: 'Un message lui est envoyé', en: 'A message is sent to her' },
    rules: ['RET-16'],
    expect: 'DONE',
    act: send,
    keeps: () => ({
      what: { fr: 'journal : un message, sans son texte', en: 'log: a message, without its text' },
      until: '2028-03-02',
    }),
  },
  {
    title: {
      fr: 'Plus de SMS d’information, dit-elle',
      en: 'No more information by SMS, she says',
    },
    rules: ['RET-18', 'NOT-04'],
    expect: 'OPPOSED',
    act: (story) => choose(story, { purpose: 'SERVICE_INFO', channel: 'SMS', decision: 'OPPOSED' }),
  },
  {
    title: {
      fr: 'Onze mois sans emprunt : un avis, trente jours avant',
      en: 'Eleven months without a loan: a notice, thirty days before',
    },
    rules: ['RET-09'],
    expect: '0 avis, puis 1 avis',
    act: async (story) => {
      await goTo(story, '2027-11-15');
      const before = await countNotices(story, '16/12/2027');
      await goTo(story, '2027-11-16');
      return `${before}, puis ${await countNotices(story, '16/12/2027')}`;
    },
  },
  {
    title: { fr: 'Un emprunt la veille : elle reste', en: 'A loan the day before: she stays' },
    rules: ['RET-09'],
    expect: '2028-12-16',
    act: saveHerself,
    keeps: (story) => ({
      what: { fr: 'identité et contacts', en: 'identity and contacts' },
      until: noted(story, 'eraseOn'),
    }),
  },
  {
    title: {
      fr: 'Le délégué renouvelle sa signature',
      en: 'The data protection officer signs again',
    },
    rules: ['CAM-02'],
    expect: '2028-12-17',
    act: renewSignature,
  },
  {
    title: {
      fr: 'Le journal ne sait plus rien du message',
      en: 'The log no longer knows the message',
    },
    rules: ['RET-16'],
    expect: '404 NOT_FOUND',
    act: async (story) => {
      await goTo(story, '2028-03-10');
      return readMessage(story);
    },
  },
  {
    title: {
      fr: 'Un an encore : elle est là la veille',
      en: 'Another year: the day before she is there',
    },
    rules: ['RET-09'],
    expect: 'connue, 1 avis',
    act: async (story) => {
      await goTo(story, '2028-12-15', '23:00');
      return `${await isThere(story)}, ${await countNotices(story, '16/12/2028')}`;
    },
  },
  {
    title: { fr: 'Le lendemain elle est oubliée', en: 'The next day she is forgotten' },
    rules: ['RET-09', 'RGT-06'],
    expect: '410 ERASED',
    act: async (story) => {
      await goTo(story, '2028-12-16');
      return isThere(story);
    },
    keeps: () => ({
      what: { fr: 'empreinte d’un numéro opposé', en: 'hash of an opposed number' },
      until: '2031-12-16',
    }),
  },
];

/** Five years after she came. */
export const remains: readonly Step[] = [
  {
    title: { fr: 'Cinq ans après : le titre reste', en: 'Five years later: the title remains' },
    rules: ['RET-14', 'RET-22'],
    expect: 'REGISSEUR : 12.50 € ; DESK : 403 GOV-10',
    act: async (story) => {
      await goTo(story, '2031-11-24');
      return readTitle(story);
    },
  },
  {
    title: {
      fr: 'Son numéro revient : toujours protégé',
      en: 'Her number comes back: still protected',
    },
    rules: ['RET-18'],
    expect: 'SUPPRESSED',
    act: importAgain,
  },
  {
    title: { fr: 'Novembre 2026 compte toujours autant', en: 'November 2026 still counts as many' },
    rules: ['STA-02'],
    expect: '32 prêts',
    act: readNovember,
  },
  {
    title: { fr: 'Ce qui est parti, règle par règle', en: 'What has left, rule by rule' },
    rules: ['RET-21'],
    expect: 'RET-01 RET-06 RET-08 RET-13 RET-17 ; AD01-2025-118',
    act: listSlips,
  },
];
