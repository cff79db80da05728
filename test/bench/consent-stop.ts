import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { createServer } from '../../infra/local/client.ts';
import { openBenchNetwork, type BenchNetwork } from './network.ts';
import { inParallel } from './report.ts';

const messages = 240;
/** So many have left when the reader objects; the others are on their way. */
const someLeft = 30;
const patronRef = 'koha:100000';
const informed = [
  { purpose: 'HOLD', notice: 'enrolment-adult', version: 1, by: 'PAPER_FORM', on: '2025-09-01' },
];

/**
 * E-mails to one reader leave without pause; in the middle the reader objects to them. How long after the answer to
 * the objection the last one left, by the clock of the network; below zero: none left after it (CON-04).
 */
export async function lastSendAfterOpposition(): Promise<{ before: number; seconds: number }> {
  const network = await openBenchNetwork();
  try {
    await enrol(network);
    const numbers = Array.from({ length: messages }, (_, n) => n);
    await inParallel(numbers, 4, (n) => ask(network, n));
    const draining = network.local.background.drain();
    while ((await emails(network)).length < someLeft) await sleep(20);
    const objectedAt = await object(network);
    await draining;
    await network.local.background.drain();
    const left = await emails(network);
    const last = left.toSorted(Temporal.Instant.compare).at(-1);
    if (!last) throw new Error('no e-mail left at all');
    const before = left.filter((at) => Temporal.Instant.compare(at, objectedAt) <= 0).length;
    return { before, seconds: last.since(objectedAt).total('second') };
  } finally {
    await network.close();
  }
}

async function enrol({ ils }: BenchNetwork): Promise<void> {
  const body = {
    library: 'vs-centre',
    category: 'ADULT',
    name: { family: 'Banc', given: ['Ève'] },
    birthYear: 1980,
    email: 'banc@example.org',
    enrolledOn: '2025-09-01',
    informed,
    source: 'ILS',
  };
  const path = `/v1/patrons/${patronRef}`;
  const answer = await ils.call({ method: 'PUT', path, body, answer: z.unknown() });
  if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
}

async function ask({ ils }: BenchNetwork, n: number): Promise<void> {
  const answer = await ils.call({
    method: 'POST',
    path: '/v1/notifications',
    body: { purpose: 'HOLD', patronRef, dedupeKey: `bench-${String(n)}`, data: {} },
    answer: z.unknown(),
  });
  if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
}

/** @returns the clock of the network when the answer was there */
async function object({ ils, local }: BenchNetwork): Promise<Temporal.Instant> {
  const answer = await ils.call({
    method: 'PUT',
    path: `/v1/patrons/${patronRef}/consents/HOLD/EMAIL`,
    body: {
      decision: 'OPPOSED',
      act: 'FORM_TICK',
      at: '2026-11-23T08:30:00+01:00',
      collectedBy: { type: 'STAFF', ref: 'bench' },
    },
    answer: z.unknown(),
  });
  if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
  const clock = await createServer({ baseUrl: local.url }).open.call({
    method: 'GET',
    path: '/_local/clock',
    answer: z.object({ now: z.string() }),
  });
  if (!clock.ok) throw new Error('no clock');
  return Temporal.Instant.from(clock.value.now);
}

async function emails({ local }: BenchNetwork): Promise<Temporal.Instant[]> {
  const caught = await createServer({ baseUrl: local.url }).open.call({
    method: 'GET',
    path: '/_local/outbox?channel=EMAIL',
    answer: z.object({ items: z.array(z.looseObject({ at: z.string() })) }),
  });
  if (!caught.ok) throw new Error('no outbox');
  return caught.value.items.map(({ at }) => Temporal.Instant.from(at));
}
