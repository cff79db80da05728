import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';

/** D: how long a question may be answered, hours. */
const answerHours = 48;
/** D: how many questions a reader may be sent in `limitHours`, whoever asks for them. */
const limit = 3;
const limitHours = 24;

/** A question that went to an address: whoever presses its button has read what arrives there. */
export const Question = z.object({
  /** Random: the link is made from it, so that a new question voids the link of the old one. */
  id: z.string(),
  /** ISO instant. */
  until: z.string(),
  isAnswered: z.boolean(),
});
export type Question = z.infer<typeof Question>;

/** What one reader was asked: one question a purpose and channel, and when each was put. */
export const Questions = z.object({
  version: z.int(),
  askedAt: z.array(z.string()),
  open: z.record(z.string(), Question),
});
export type Questions = z.infer<typeof Questions>;

export const noQuestions: Questions = { version: 0, askedAt: [], open: {} };

export const questionKey = ({ purpose, channel }: { purpose: string; channel: string }): string =>
  `${purpose}|${channel}`;

/** Puts a question, in place of the one before on the same purpose and channel; 429 when there were too many. */
export function ask(
  questions: Questions,
  question: { key: string; id: string; now: Temporal.Instant },
): Result<Questions> {
  const { key, id, now } = question;
  const recent = questions.askedAt.filter((at) => at > said(now.subtract({ hours: limitHours })));
  const [oldest] = recent;
  if (oldest !== undefined && recent.length >= limit) return fail(tooMany(oldest, now));
  const open = Object.fromEntries(
    Object.entries(questions.open).filter(([, { until }]) => until > said(now)),
  );
  const until = said(now.add({ hours: answerHours }));
  return ok({
    version: questions.version,
    askedAt: [...recent, said(now)],
    open: { ...open, [key]: { id, until, isAnswered: false } },
  });
}

/** The question that may be answered now. */
export function openQuestion(
  questions: Questions,
  key: string,
  now: Temporal.Instant,
): Question | undefined {
  const question = questions.open[key];
  return question && question.until > said(now) ? question : undefined;
}

export function withAnswer(questions: Questions, key: string): Questions {
  const question = questions.open[key];
  if (!question) return questions;
  return { ...questions, open: { ...questions.open, [key]: { ...question, isAnswered: true } } };
}

/** All with the same number of digits, so that texts compare as instants do. */
const said = (instant: Temporal.Instant) => instant.toString({ smallestUnit: 'millisecond' });

function tooMany(oldest: string, now: Temporal.Instant): Problem {
  const wait = Temporal.Instant.from(oldest).add({ hours: limitHours }).since(now);
  return {
    status: 429,
    code: 'TOO_MANY_QUESTIONS',
    title: {
      fr: 'Ce lecteur a déjà reçu trois demandes de confirmation en un jour',
      en: 'This reader was already asked three times within a day',
    },
    rule: 'CON-01',
    retryAfterSeconds: Math.ceil(wait.total('second')),
  };
}
