import Holidays from 'date-holidays';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { bodyOf } from './forgetting.ts';
import { desk, ils, moveClock, noted, pathOf, readNow, say, self, settle, type Step, type Story } from './story.ts';

const decisionAnswer = z.object({
  items: z.array(z.object({ allowed: z.boolean(), reasons: z.array(z.object({ code: z.string() })) })),
});
const notificationShape = z.object({
  state: z.string(),
  steps: z.array(z.object({ channel: z.string(), state: z.string(), reason: z.string().optional() })),
});
const outboxShape = z.object({
  items: z.array(z.object({ to: z.union([z.string(), z.array(z.string())]), subject: z.string().optional(), text: z.string() })),
});
const consentsShape = z.object({ items: z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() })) });
const restingStates: readonly string[] = ['SENT', 'FAILED', 'UNKNOWN', 'SKIPPED', 'QUEUED_LETTER', 'QUEUED_CALL', 'DONE', 'DEFERRED'];
const holidays = new Holidays('FR');

/** NOT-12: a day of the week that is no holiday, at ten. */
function workingMorningAfter(day: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const morning = day.add({ days: 1 }).with({ hour: 10, minute: 0, second: 0, millisecond: 0 });
  const isHoliday = holidays.isHoliday(`${morning.toPlainDate().toString()} 10:00:00`) !== false;
  return morning.dayOfWeek > 5 || isHoliday ? workingMorningAfter(morning) : morning;
}

/** The gate's answer for the story's reader: `oui`, or the reasons. */
export async function decide(story: Story, purpose: string, channel: string): Promise<string> {
  const body = { patronRef: story.reader.row.patronRef, purpose, channel };
  const answer = await ils(story).call({ method: 'POST', path: '/v1/decisions', body, answer: decisionAnswer });
  return say(answer, ({ items: [item] }) =>
    item?.allowed ? 'oui' : (item?.reasons.map(({ code }) => code).join(', ') ?? 'sans réponse'),
  );
}

async function decideOnWorkingMorning(story: Story): Promise<string> {
  await moveClock(story, workingMorningAfter(await readNow(story.server)));
  return decide(story, 'NEWSLETTER', 'EMAIL');
}

/** The paper form tells the reader today: the waiting time starts. */
async function inform(story: Story): Promise<string> {
  const on = (await readNow(story.server)).toPlainDate().toString();
  const informed = ['OVERDUE', 'HOLD', 'SERVICE_INFO'].map((purpose) => ({
    purpose, notice: 'enrolment-adult', version: 1, by: 'PAPER_FORM', on,
  }));
  const body = { ...bodyOf(story), informed };
  const put = await ils(story).call({ method: 'PUT', path: pathOf(story), body, answer: z.unknown() });
  return put.ok ? decide(story, 'OVERDUE', 'SMS') : say(put, () => '');
}

async function waitAfterNotice(story: Story): Promise<string> {
  await moveClock(story, workingMorningAfter((await readNow(story.server)).add({ days: 30 })));
  return decide(story, 'OVERDUE', 'SMS');
}

async function countCaught(story: Story, to: string): Promise<z.infer<typeof outboxShape>['items']> {
  const path = `/_local/outbox?to=${encodeURIComponent(to)}`;
  const answer = await story.server.open.call({ method: 'GET', path, answer: outboxShape });
  return answer.ok ? answer.value.items : [];
}

/** Asks for a reminder and waits until each of its steps rests: `SMS SKIPPED, POST QUEUED_LETTER`. */
async function remind(story: Story, reminder: number, dedupeKey: string): Promise<string> {
  const { patronRef } = story.reader.row;
  const asked = await ils(story).call({
    method: 'POST',
    path: '/v1/notifications',
    body: { purpose: 'OVERDUE', patronRef, data: { reminder }, dedupeKey: `${patronRef}-${dedupeKey}` },
    answer: z.object({ notificationId: z.string() }),
  });
  if (!asked.ok) return say(asked, () => '');
  const path = `/v1/notifications/${asked.value.notificationId}`;
  const settled = await settle(ils(story), {
    call: { method: 'GET', path, answer: notificationShape },
    isSettled: ({ steps }) => steps.length > 0 && steps.every(({ state }) => restingStates.includes(state)),
  });
  return say(settled, ({ steps }) => steps.map(({ channel, state }) => `${channel} ${state}`).join(', '));
}

/** One recipient, and neither title nor author anywhere in what was caught. */
async function inspectEmail(story: Story): Promise<string> {
  const { row, title, author } = story.reader;
  const caught = await countCaught(story, row.email);
  const last = caught.at(-1);
  const recipients = last ? [last.to].flat() : [];
  const says = `${last?.subject ?? ''} ${last?.text ?? ''}`.toLowerCase();
  const tells = [title, author].some((word) => word !== '' && says.includes(word.toLowerCase()));
  return `${caught.length} message, ${recipients.length} destinataire, ${tells ? 'titre visible' : 'sans titre'}`;
}

async function stop(story: Story): Promise<string> {
  const body = { from: story.reader.row.mobile, text: ' Arrêt. ' };
  const sent = await story.server.open.call({ method: 'POST', path: '/_local/inbound-sms', body, answer: z.unknown() });
  if (!sent.ok) return say(sent, () => '');
  const isOverdueSms = ({ purpose, channel }: { purpose: string; channel: string }) => purpose === 'OVERDUE' && channel === 'SMS';
  const settled = await settle(self(story), {
    call: { method: 'GET', path: pathOf(story, '/consents'), answer: consentsShape },
    isSettled: ({ items }) => items.some((item) => isOverdueSms(item) && item.state === 'OPPOSED'),
  });
  return say(settled, ({ items }) => items.find(isOverdueSms)?.state ?? 'UNKNOWN');
}

async function countLetters(story: Story): Promise<number> {
  const path = `/v1/worklists/letters/count?commune=${story.reader.row.commune}`;
  const answer = await desk(story).call({ method: 'GET', path, answer: z.object({ count: z.number() }) });
  return answer.ok ? answer.value.count : NaN;
}

async function remindAfterStop(story: Story): Promise<string> {
  const [sms, letters] = [(await countCaught(story, story.reader.row.mobile)).length, await countLetters(story)];
  story.notes.set('afterStop', await remind(story, 3, 'apres-stop'));
  const moreSms = (await countCaught(story, story.reader.row.mobile)).length - sms;
  return `${moreSms} SMS, ${(await countLetters(story)) - letters} lettre`;
}

/** What may be sent, by which way, and what happens when the reader says stop. */
export const messages: readonly Step[] = [
  {
    title: { fr: 'Lui envoyer la lettre d’information ? Elle n’a rien accepté', en: 'Send her the newsletter? She agreed to nothing' },
    rules: ['CON-01', 'CON-02'],
    expect: 'NO_CONSENT',
    act: decideOnWorkingMorning,
  },
  {
    title: { fr: 'Lui rappeler un retard par SMS ? Elle n’a pas été informée', en: 'Remind her by SMS? She was not informed' },
    rules: ['NOT-01', 'NOT-02'],
    expect: 'NOT_INFORMED',
    act: (story) => decide(story, 'OVERDUE', 'SMS'),
  },
  {
    title: { fr: 'Le formulaire l’informe : le délai commence', en: 'The form informs her: the wait begins' },
    rules: ['NOT-02'],
    expect: 'NOTICE_WAIT',
    act: inform,
  },
  {
    title: { fr: 'Trente jours plus tard, un matin ouvré', en: 'Thirty days later, on a working morning' },
    rules: ['NOT-02', 'NOT-12'],
    expect: 'oui',
    act: waitAfterNotice,
  },
  {
    title: { fr: 'Première relance : par courriel', en: 'First reminder: by e-mail' },
    rules: ['NOT-03', 'NOT-14'],
    expect: 'EMAIL SENT',
    act: (story) => remind(story, 1, 'relance-1'),
  },
  {
    title: { fr: 'Ce que contient le courriel reçu', en: 'What the caught e-mail holds' },
    rules: ['NOT-09', 'NOT-10'],
    expect: '1 message, 1 destinataire, sans titre',
    act: inspectEmail,
  },
  {
    title: { fr: 'Troisième relance : par SMS', en: 'Third reminder: by SMS' },
    rules: ['NOT-14'],
    expect: 'SMS SENT',
    act: (story) => remind(story, 3, 'relance-3'),
  },
  {
    title: { fr: 'Elle répond « Arrêt. »', en: 'She answers “Arrêt.”' },
    rules: ['NOT-04'],
    expect: 'OPPOSED',
    act: stop,
  },
  {
    title: { fr: 'La relance suivante ne part plus par SMS : une lettre attend', en: 'The next reminder is no SMS: a letter waits' },
    rules: ['NOT-03'],
    expect: '0 SMS, 1 lettre',
    act: remindAfterStop,
  },
  {
    title: { fr: 'Et le suivi de cette relance le dit', en: 'And the record of that reminder says so' },
    rules: ['NOT-03', 'RET-16'],
    expect: 'SMS SKIPPED, POST QUEUED_LETTER',
    act: (story) => Promise.resolve(noted(story, 'afterStop')),
  },
];
