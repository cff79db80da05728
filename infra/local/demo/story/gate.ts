import Holidays from 'date-holidays';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { bodyOf } from './forgetting.ts';
import { ils, moveClock, pathOf, readNow, say, type Step, type Story } from './story.ts';

const decisionAnswer = z.object({
  items: z.array(
    z.object({ allowed: z.boolean(), reasons: z.array(z.object({ code: z.string() })) }),
  ),
});
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
  const answer = await ils(story).call({
    method: 'POST',
    path: '/v1/decisions',
    body,
    answer: decisionAnswer,
  });
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
    purpose,
    notice: 'enrolment-adult',
    version: 1,
    by: 'PAPER_FORM',
    on,
  }));
  const body = { ...bodyOf(story), informed };
  const put = await ils(story).call({
    method: 'PUT',
    path: pathOf(story),
    body,
    answer: z.unknown(),
  });
  return put.ok ? decide(story, 'OVERDUE', 'SMS') : say(put, () => '');
}

async function waitAfterNotice(story: Story): Promise<string> {
  await moveClock(story, workingMorningAfter((await readNow(story.server)).add({ days: 30 })));
  return decide(story, 'OVERDUE', 'SMS');
}

/** What may be sent to somebody who agreed to nothing, and what must come before a reminder. */
export const gate: readonly Step[] = [
  {
    title: {
      fr: 'Lui envoyer la lettre d’information ? Elle n’a rien accepté',
      en: 'Send her the newsletter? She agreed to nothing',
    },
    rules: ['CON-01', 'CON-02'],
    expect: 'NO_CONSENT',
    act: decideOnWorkingMorning,
  },
  {
    title: {
      fr: 'Lui rappeler un retard par SMS ? Elle n’a pas été informée',
      en: 'Remind her by SMS? She was not informed',
    },
    rules: ['NOT-01', 'NOT-02'],
    expect: 'NOT_INFORMED',
    act: (story) => decide(story, 'OVERDUE', 'SMS'),
  },
  {
    title: {
      fr: 'Le formulaire l’informe : le délai commence',
      en: 'The form informs her: the wait begins',
    },
    rules: ['NOT-02'],
    expect: 'NOTICE_WAIT',
    act: inform,
  },
  {
    title: {
      fr: 'Trente jours plus tard, un matin ouvré',
      en: 'Thirty days later, on a working morning',
    },
    rules: ['NOT-02', 'NOT-12'],
    expect: 'oui',
    act: waitAfterNotice,
  },
];
