import * as z from 'zod';
import { desk, ils, noted, pathOf, say, self, settle, type Step, type Story } from './story.ts';

const notificationShape = z.object({
  state: z.string(),
  steps: z.array(
    z.object({ channel: z.string(), state: z.string(), reason: z.string().optional() }),
  ),
});
const outboxShape = z.object({
  items: z.array(
    z.object({
      to: z.union([z.string(), z.array(z.string())]),
      subject: z.string().optional(),
      text: z.string(),
    }),
  ),
});
const consentsShape = z.object({
  items: z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() })),
});
const restingStates: readonly string[] = [
  'SENT',
  'FAILED',
  'UNKNOWN',
  'SKIPPED',
  'QUEUED_LETTER',
  'QUEUED_CALL',
  'DONE',
  'DEFERRED',
];

async function countCaught(
  story: Story,
  to: string,
): Promise<z.infer<typeof outboxShape>['items']> {
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
    body: {
      purpose: 'OVERDUE',
      patronRef,
      data: { reminder },
      dedupeKey: `${patronRef}-${dedupeKey}`,
    },
    answer: z.object({ notificationId: z.string() }),
  });
  if (!asked.ok) return say(asked, () => '');
  const path = `/v1/notifications/${asked.value.notificationId}`;
  const settled = await settle(ils(story), {
    call: { method: 'GET', path, answer: notificationShape },
    isSettled: ({ steps }) =>
      steps.length > 0 && steps.every(({ state }) => restingStates.includes(state)),
  });
  return say(settled, ({ steps }) =>
    steps.map(({ channel, state }) => `${channel} ${state}`).join(', '),
  );
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
  const sent = await story.server.open.call({
    method: 'POST',
    path: '/_local/inbound-sms',
    body,
    answer: z.unknown(),
  });
  if (!sent.ok) return say(sent, () => '');
  const isOverdueSms = ({ purpose, channel }: { purpose: string; channel: string }) =>
    purpose === 'OVERDUE' && channel === 'SMS';
  const settled = await settle(self(story), {
    call: { method: 'GET', path: pathOf(story, '/consents'), answer: consentsShape },
    isSettled: ({ items }) => items.some((item) => isOverdueSms(item) && item.state === 'OPPOSED'),
  });
  return say(settled, ({ items }) => items.find(isOverdueSms)?.state ?? 'UNKNOWN');
}

async function countLetters(story: Story): Promise<number> {
  const path = `/v1/worklists/letters/count?commune=${story.reader.row.commune}`;
  const answer = await desk(story).call({
    method: 'GET',
    path,
    answer: z.object({ count: z.number() }),
  });
  return answer.ok ? answer.value.count : NaN;
}

async function remindAfterStop(story: Story): Promise<string> {
  const [sms, letters] = [
    (await countCaught(story, story.reader.row.mobile)).length,
    await countLetters(story),
  ];
  story.notes.set('afterStop', await remind(story, 3, 'apres-stop'));
  const moreSms = (await countCaught(story, story.reader.row.mobile)).length - sms;
  return `${moreSms} SMS, ${(await countLetters(story)) - letters} lettre`;
}

/** Reminders by one way and another, and what happens when the reader says stop. */
export const messages: readonly Step[] = [
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
    title: {
      fr: 'La relance suivante ne part plus par SMS : une lettre attend',
      en: 'The next reminder is no SMS: a letter waits',
    },
    rules: ['NOT-03'],
    expect: '0 SMS, 1 lettre',
    act: remindAfterStop,
  },
  {
    title: {
      fr: 'Et le suivi de cette relance le dit',
      en: 'And the record of that reminder says so',
    },
    rules: ['NOT-03', 'RET-16'],
    expect: 'SMS SKIPPED, POST QUEUED_LETTER',
    act: (story) => Promise.resolve(noted(story, 'afterStop')),
  },
];
