import { BatchGetItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { chunks } from '#core/chunks.ts';
import { decide } from '../../functions/consent/domain/decide.ts';
import type { Facts, GateRequest } from '../../functions/consent/domain/facts.ts';
import { choiceBody } from './consent.ts';
import { importReaders, openBenchNetwork, type BenchNetwork } from './network.ts';
import { inParallel, load, median, type Bench } from './report.ts';

const readers = 100;
const rounds = 200;
const decisionsCounted = 100_000;

/**
 * The decision itself, in CPU; and a hundred readers through `POST /v1/decisions` against a bare batch read of the
 * very keys that it reads, consistently, page by page as it does.
 */
export const measureGate: Bench = async (progress) => {
  progress(`gate: ${String(decisionsCounted)} decisions…`);
  const cpu = decisionMicroseconds();
  const network = await openBenchNetwork();
  try {
    await prepare(network);
    const keys = await keysRead(network);
    const times = { through: [] as number[], bare: [] as number[] };
    progress(`gate: ${String(rounds)} rounds of ${String(readers)} readers…`);
    for (let round = -30; round < rounds; round += 1) {
      const through = await time(() => askAll(network));
      const bare = await time(() => readBare(network, keys));
      if (round < 0) continue;
      times.through.push(through);
      times.bare.push(bare);
    }
    const ratio = median(times.through) / median(times.bare);
    return {
      bench: 'gate',
      figures: [
        { name: 'decision, CPU', value: cpu, unit: 'µs' },
        { name: '100 readers, POST /v1/decisions, p50', value: median(times.through), unit: 'ms' },
        { name: 'bare batch read of the same keys, p50', value: median(times.bare), unit: 'ms' },
        { name: 'load average after these rounds', value: load(), unit: '' },
      ],
      ratio,
      bound: 'at most 1.5; a decision at most 50 µs',
      passed: ratio <= 1.5 && cpu <= 50,
    };
  } finally {
    await network.close();
  }
};

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const request: GateRequest = {
  purpose: 'NEWSLETTER',
  channel: 'EMAIL',
  at: Temporal.Instant.from('2026-11-23T09:00:00+01:00'),
};

/** A reader who passes: every check is made. */
const facts: Facts = {
  reader: {
    subjectRef: 'r',
    commune: 'c',
    state: 'ACTIVE',
    quarantined: false,
    birth: { birthYear: 1980, category: 'ADULT' },
    informed: [{ purpose: 'OVERDUE', by: 'PAPER_FORM', on: '2025-09-01' }],
    email: 'a@example.org',
    mobile: '+33612345678',
    invalidChannels: [],
  },
  consents: {
    seq: 1,
    entries: {
      'NEWSLETTER|EMAIL': {
        state: 'GIVEN',
        seq: 1,
        eventId: 'e',
        occurredAt: '2026-11-20T10:00:00Z',
        child: true,
        guardian: false,
      },
    },
  },
  commune: { hasDpo: true, zone: 'Europe/Paris' },
  signedUntil: '2027-11-22',
  vendorUntil: '2030-12-31',
  reserves: [{ from: '2031-09-01', to: '2032-03-21' }],
  suppressed: new Map(),
  smsWindow: { from: '08:00', to: '20:00' },
};

function decisionMicroseconds(): number {
  for (let n = 0; n < 5000; n += 1) decide(facts, request);
  const start = process.cpuUsage();
  let allowed = 0;
  for (let n = 0; n < decisionsCounted; n += 1) allowed += decide(facts, request).allowed ? 1 : 0;
  const { user, system } = process.cpuUsage(start);
  if (allowed !== decisionsCounted) throw new Error('the reader of the bench does not pass');
  return (user + system) / decisionsCounted;
}

const refs = Array.from({ length: readers }, (_, n) => `koha:${String(100_000 + n)}`);

async function prepare({ ils }: BenchNetwork): Promise<void> {
  await importReaders(ils, readers);
  await inParallel(refs, 8, (ref) =>
    ils.call({
      method: 'PUT',
      path: `/v1/patrons/${ref}/consents/NEWSLETTER/EMAIL`,
      body: choiceBody('GIVEN', 0),
      answer: z.unknown(),
    }),
  );
}

const Answers = z.object({ items: z.array(z.object({ allowed: z.boolean() })) });

async function askAll({ ils }: BenchNetwork): Promise<void> {
  const body = { subjects: refs, purpose: 'NEWSLETTER', channel: 'EMAIL' };
  const answer = await ils.call({ method: 'POST', path: '/v1/decisions', body, answer: Answers });
  if (!answer.ok || answer.value.items.filter(({ allowed }) => allowed).length !== readers)
    throw new Error('not everybody passed the gate');
}

type Key = Record<string, AttributeValue>;
type Request = Record<string, { Keys: Key[]; ConsistentRead: boolean }>;

/** Steps of the gate: who they are, their records, then choices, suppressed contacts (absent, under the keys of four years) and the sign-offs. */
async function keysRead({ bare, local }: BenchNetwork): Promise<Request[][]> {
  const nameOf = (table: string) => `${local.folder.tablePrefix}${table}`;
  const keysOf = async (table: string, sk: string): Promise<Key[]> => {
    const { Items = [] } = await bare.send(new ScanCommand({ TableName: nameOf(table) }));
    return Items.filter((item) => item['sk']?.S === sk).map((item) => ({
      pk: item['pk'] ?? { S: '' },
      sk: item['sk'] ?? { S: '' },
    }));
  };
  const page = (table: string, Keys: Key[]): Request => ({
    [nameOf(table)]: { Keys, ConsistentRead: true },
  });
  const absent = refs.flatMap((ref) =>
    ['2027', '2026', '2025', '2024'].map((year) => ({
      pk: { S: `CONTACT#${ref}#${year}` },
      sk: { S: 'SUPPRESSED' },
    })),
  );
  const states = await keysOf('Consents', 'STATE');
  return [
    [page('Directory', await keysOf('Directory', 'REF'))],
    [page('Directory', await keysOf('Directory', 'PROFILE'))],
    [
      ...chunks([...states, ...absent], 100).map((keys) => page('Consents', [...keys])),
      page('Governance', [{ pk: { S: 'COMMUNE#valserine' }, sk: { S: 'SIGNOFFS' } }]),
    ],
  ];
}

async function readBare({ bare }: BenchNetwork, steps: readonly Request[][]): Promise<void> {
  for (const step of steps)
    await Promise.all(
      step.map((RequestItems) => bare.send(new BatchGetItemCommand({ RequestItems }))),
    );
}
