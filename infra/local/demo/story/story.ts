import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { RuleId } from '#core/problem.ts';
import type { Result } from '#core/result.ts';
import type { Text } from '#core/text.ts';
import type { ApiCall, ApiProblem, Client, Server } from '../../client.ts';
import type { PatronRow } from '../../wire.ts';

/** The reader whose life the story tells. */
export interface StoryReader {
  readonly row: PatronRow & Required<Pick<PatronRow, 'email' | 'mobile' | 'address'>>;
  readonly loanRef: string;
  readonly itemRef: string;
  readonly title: string;
  readonly author: string;
  /** The library system has already told of the reader and of the loan (imported data). */
  readonly isImported: boolean;
  /** Loans brought back with the one of the story. */
  readonly otherLoanRefs: readonly string[];
}

export interface Story {
  readonly server: Server;
  readonly reader: StoryReader;
  /** What one step leaves for the next: instants, ids. */
  readonly notes: Map<string, string>;
}

/** What a step leaves behind, for the table at the end: the rule is the first of the step. */
export interface Kept {
  readonly what: Text;
  /** A day, an instant, or the words that end it. */
  readonly until: string;
}

/** One step, as data: what is done over HTTP, and the words that must come back. */
export interface Step {
  readonly title: Text;
  readonly rules: readonly RuleId[];
  readonly expect: string | ((story: Story) => string);
  readonly act: (story: Story) => Promise<string>;
  readonly keeps?: (story: Story) => Kept;
}

const clockShape = z.object({ now: z.string() });
const anything = z.unknown();

/** What an answer says, or the refusal in one line. */
export function say<T>(result: Result<T, ApiProblem>, tell: (value: T) => string): string {
  if (result.ok) return tell(result.value);
  const { status, code, rule, detail } = result.problem;
  return [status, rule ?? code, code === 'UNEXPECTED_ANSWER' ? detail : undefined]
    .filter(Boolean)
    .join(' ');
}

export function noted(story: Story, name: string): string {
  return story.notes.get(name) ?? `(${name} ?)`;
}

/** The reader's own path: `/v1/patrons/koha:9001/loans`. */
export function pathOf({ reader }: Story, rest = ''): string {
  return `/v1/patrons/${encodeURIComponent(reader.row.patronRef)}${rest}`;
}

export const ils = ({ server }: Story): Client => server.as('ILS');
export const desk = ({ server }: Story): Client => server.as('DESK');
export const dpo = ({ server }: Story): Client => server.as('DPO');
export const self = ({ server, reader }: Story): Client =>
  server.as('PATRON', { patronRef: reader.row.patronRef });

/** The clock of the local runtime, in the zone of its networks. */
export async function readNow(server: Server): Promise<Temporal.ZonedDateTime> {
  const answer = await server.open.call({
    method: 'GET',
    path: '/_local/clock',
    answer: clockShape,
  });
  if (!answer.ok) throw new Error(`no local clock: ${answer.problem.code}`);
  return Temporal.Instant.from(answer.value.now).toZonedDateTimeISO('Europe/Paris');
}

/** Moves the clock; every schedule due on the way runs. */
export async function moveClock({ server }: Story, to: Temporal.ZonedDateTime): Promise<string> {
  const now = writeInstant(to);
  const moved = await server.open.call({
    method: 'POST',
    path: '/_local/clock',
    body: { now },
    answer: anything,
  });
  return say(moved, () => now);
}

/** At ten on that day, in the zone of the demo networks. */
export async function goTo(story: Story, day: string, time = '10:00'): Promise<void> {
  const plainTime = Temporal.PlainTime.from(time);
  const date = Temporal.PlainDate.from(day);
  await moveClock(story, date.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime }));
}

export function writeInstant(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** Asks until the answer says what is waited for; after ten seconds, whatever it says. */
export async function settle<T>(
  client: Client,
  { call, isSettled }: { call: ApiCall<T>; isSettled: (value: T) => boolean },
): Promise<Result<T, ApiProblem>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await client.call(call);
    if (!answer.ok || isSettled(answer.value) || tries === 50) return answer;
    await sleep(200);
  }
}
