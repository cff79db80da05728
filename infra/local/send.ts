import * as z from 'zod';
import type { ApiProblem, Client } from './client.ts';
import type { IlsEvent, PatronRow } from './wire.ts';

/** Most rows of an import and most events of a batch (`api.md`). */
const batchSize = 500;
/** Batches under way at once: two cores keep four busy, one waiting on the disk while another computes. */
const lanes = 4;

/** What became of one row or event. `ref` names a thing or a pseudonym, never a person by name (GOV-15). */
export interface Outcome {
  readonly ref: string;
  readonly status: string;
  /** Code of each problem, with the field and the rule when one decided. */
  readonly reasons: readonly string[];
  /** Of a return, when the link to the reader ends; past already means that nothing was kept (RET-01). */
  readonly purgeAt?: string;
}

interface Work<T> {
  readonly client: Client;
  readonly items: readonly T[];
  readonly onProgress: (by: number) => void;
}

const errorShape = z.object({
  code: z.string(),
  field: z.string().optional(),
  rule: z.string().optional(),
});
const outcomeFields = { status: z.string(), errors: z.array(errorShape).default([]) };
const importAnswer = z.object({
  outcomes: z.array(z.object({ row: z.number(), ...outcomeFields })),
});
const eventsAnswer = z.object({
  outcomes: z.array(z.object({ id: z.string(), ...outcomeFields, purgeAt: z.string().optional() })),
});

/** `rows.12.email` and `email` are the same reason: positions are left out so that reasons can be counted. */
function toReason({ code, field, rule }: z.infer<typeof errorShape>): string {
  const place = field?.replace(/^(?:rows|events)?\.?\d+\./u, '');
  return [code, place, rule].filter(Boolean).join(' · ');
}

const toFailure = (ref: string, { status, code, rule }: ApiProblem): Outcome => ({
  ref,
  status: 'FAILED',
  reasons: [[code, `HTTP ${status}`, rule].filter(Boolean).join(' · ')],
});

function toChunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

async function sendRows(
  { client, items, onProgress }: Work<PatronRow>,
  source: string,
): Promise<Outcome[]> {
  const body = { source, commune: items[0]?.commune, rows: items };
  const answer = await client.call({
    method: 'POST',
    path: '/v1/imports',
    body,
    answer: importAnswer,
  });
  onProgress(items.length);
  if (!answer.ok) return items.map(({ patronRef }) => toFailure(patronRef, answer.problem));
  const byRow = new Map(answer.value.outcomes.map((outcome) => [outcome.row, outcome]));
  return items.map(({ patronRef }, row) => {
    const { status = 'UNANSWERED', errors = [] } = byRow.get(row) ?? {};
    return { ref: patronRef, status, reasons: errors.map(toReason) };
  });
}

/**
 * Posts readers to `POST /v1/imports`: communes side by side, each in its own order (parents first).
 * @param source `ILS` or `MIGRATION` (CAM-12).
 */
export async function sendPatrons(
  work: Work<PatronRow> & { readonly source: string },
): Promise<Outcome[]> {
  const communes = [...groupBy(work.items, ({ commune }) => commune).values()];
  const outcomes = await Promise.all(
    communes.map(async (rows) => {
      const done: Outcome[] = [];
      for (const items of toChunks(rows))
        done.push(...(await sendRows({ ...work, items }, work.source)));
      return done;
    }),
  );
  return outcomes.flat();
}

async function sendBatch({ client, items, onProgress }: Work<IlsEvent>): Promise<Outcome[]> {
  const answer = await client.call({
    method: 'POST',
    path: '/v1/ils-events',
    body: { events: items },
    answer: eventsAnswer,
  });
  onProgress(items.length);
  if (!answer.ok) return items.map(({ id }) => toFailure(id, answer.problem));
  const byId = new Map(answer.value.outcomes.map((outcome) => [outcome.id, outcome]));
  return items.map(({ id }) => {
    const { status = 'UNANSWERED', errors = [], purgeAt } = byId.get(id) ?? {};
    return { ref: id, status, reasons: errors.map(toReason), ...(purgeAt && { purgeAt }) };
  });
}

/** The lane of a reader: all events of one reader travel in one lane, so in their order. */
function laneOf(patronRef: string): string {
  const sum = Buffer.from(patronRef).reduce((total, byte) => (total * 31 + byte) % 65_521, 0);
  return String(sum % lanes);
}

/** Posts events to `POST /v1/ils-events`: readers side by side, each reader's events in the order given. */
export async function sendEvents(work: Work<IlsEvent>): Promise<Outcome[]> {
  const byLane = [...groupBy(work.items, ({ patronRef }) => laneOf(patronRef)).values()];
  const outcomes = await Promise.all(
    byLane.map(async (events) => {
      const done: Outcome[] = [];
      for (const items of toChunks(events)) done.push(...(await sendBatch({ ...work, items })));
      return done;
    }),
  );
  return outcomes.flat();
}

/** How often each key occurs, most frequent first. */
export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, number][] {
  return [...groupBy(items, keyOf)]
    .map(([key, group]): [string, number] => [key, group.length])
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
