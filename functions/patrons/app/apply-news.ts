import type { Temporal } from 'temporal-polyfill';
import { actsIn } from '#core/caller.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { newEvent } from '#core/events.ts';
import { notFound } from '#core/problem.ts';
import type { Runtime } from '#core/runtime.ts';
import type { PatronNews } from '../domain/news.ts';
import { closingClock } from '../domain/inactivity.ts';
import type { Patron } from '../domain/patron.ts';
import type { Directory } from './ports.ts';

/**
 * What the library system says of a reader between two records: a death stops every message at once (RGT-11).
 * `patron.updated` only announces the `PUT` that carries the record; `patron.deleted` is told to the rights plugin.
 */
export async function applyNews(
  deps: { runtime: Runtime; directory: Directory },
  context: IntakeContext,
  news: PatronNews,
): Promise<IntakeOutcome> {
  const located = await deps.directory.locate(news.patronRef);
  if (!located || !actsIn(context.caller, located.commune)) return unknownPatron;
  const patron = located.isErased ? undefined : await deps.directory.read(located.subjectRef);
  if (!patron) return { status: 'STALE' };
  const next = nextOf[news.type](patron, {
    on: localDate(deps.runtime.network.zone, news.at),
    today: localDate(deps.runtime.network.zone, context.now),
  });
  if (next === 'NOTHING_TO_DO') return { status: 'APPLIED' };
  if (next === 'KNOWN') return { status: 'DUPLICATE' };
  const { subjectRef, commune } = located;
  const actor = context.caller.sub;
  const event = newEvent(deps.runtime, { type: news.type, commune, subjectRef, actor });
  const isWritten = await deps.directory.replace(next, event);
  if (!isWritten) throw new Error('the record changed while the event was applied');
  return { status: 'APPLIED' };
}

interface Days {
  /** When it happened, and when we are told; local dates. */
  readonly on: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
}

type Next = (patron: Patron, days: Days) => Patron | 'NOTHING_TO_DO' | 'KNOWN';

const nextOf: Readonly<Record<PatronNews['type'], Next>> = {
  'patron.updated': () => 'NOTHING_TO_DO',
  'patron.deleted': (patron) => patron,
  'patron.deceased': (patron, { on, today }) =>
    patron.state === 'DECEASED'
      ? 'KNOWN'
      : {
          ...patron,
          state: 'DECEASED',
          deceasedOn: on.toString(),
          clock: closingClock(today),
        },
};

const localDate = (zone: string, at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();

const unknownPatron: IntakeOutcome = {
  status: 'REJECTED',
  errors: [{ field: 'patronRef', code: 'UNKNOWN_PATRON', message: notFound.title }],
};
