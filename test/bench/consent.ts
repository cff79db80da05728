import {
  CreateTableCommand,
  DescribeTableCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { killWhileWriting } from './consent-kill.ts';
import { lastSendAfterOpposition } from './consent-stop.ts';
import { openBenchNetwork, patronRows, post, type BenchNetwork } from './network.ts';
import { inParallel, quantile, seconds, type Bench } from './report.ts';

const readers = 300;
const connections = 8;
export const channels = ['EMAIL', 'SMS', 'POST'] as const;
/** Each reader decides on three channels, twice. */
const decisions = ['GIVEN', 'WITHDRAWN'] as const;

type Item = Record<string, AttributeValue>;

/**
 * Choices written through HTTP — token, rules, proof sealed, audit and outbox in the transaction — against the very
 * transactions that they left in the store, sent bare to the same engine, both over 8 connections. Then two promises:
 * what was answered 200 survives `kill -9`, and nothing leaves after an opposition.
 */
export const measureConsent: Bench = async (progress) => {
  const measured = await measureWrites(progress);
  progress('consent: kill -9 while writing…');
  const killed = await killWhileWriting();
  progress('consent: an opposition while messages leave…');
  const lastSend = await lastSendAfterOpposition();
  const ratio = measured.through / measured.floor;
  return {
    bench: 'consent',
    figures: [
      { name: 'choices through HTTP, 8 connections', value: measured.through, unit: 'per second' },
      { name: 'choices through HTTP, p95', value: measured.p95, unit: 'ms' },
      { name: 'the same transactions bare', value: measured.floor, unit: 'per second' },
      { name: 'the same transactions bare, p95', value: measured.bareP95, unit: 'ms' },
      { name: 'kill -9: answered 200', value: killed.answered, unit: 'choices' },
      { name: 'kill -9: of these in the store after', value: killed.found, unit: 'choices' },
      { name: 'kill -9: in the store in all', value: killed.stored, unit: 'choices' },
      { name: 'e-mails that left before the opposition', value: lastSend.before, unit: 'e-mails' },
      { name: 'last e-mail after its answer (< 0: before)', value: lastSend.seconds, unit: 's' },
    ],
    ratio,
    bound: 'at least 0.4; kill -9 loses none; last send at most 5 s after',
    passed:
      ratio >= 0.4 &&
      killed.answered > 0 &&
      killed.found === killed.answered &&
      lastSend.before > 0 &&
      lastSend.seconds <= 5,
  };
};

async function measureWrites(progress: (line: string) => void) {
  const network = await openBenchNetwork();
  try {
    await post(
      network.ils,
      '/v1/imports',
      { source: 'ILS', commune: 'valserine', rows: patronRows(0, readers) },
      'ACCEPTED',
    );
    const rounds = decisions.map((decision, round) => ({ decision, minute: round * 10 }));
    const times: number[] = [];
    let fastest = 0;
    for (const { decision, minute } of rounds) {
      progress(`consent: ${String(readers * channels.length)} times ${decision}…`);
      const took = await seconds(() => decideAll(network, { decision, minute, times }));
      fastest = Math.max(fastest, (readers * channels.length) / took);
    }
    const bareTimes: number[] = [];
    const transactions = await storedTransactions(network);
    progress(`consent: ${String(transactions.length)} bare transactions…`);
    await createBareTable(network);
    let floor = 0;
    const half = transactions.length / 2;
    for (const part of [transactions.slice(0, half), transactions.slice(half)]) {
      const took = await seconds(() => writeBare(network, part, bareTimes));
      floor = Math.max(floor, part.length / took);
    }
    return {
      through: fastest,
      floor,
      p95: quantile(times, 0.95),
      bareP95: quantile(bareTimes, 0.95),
    };
  } finally {
    await network.close();
  }
}

/** A choice as the library system sends it. */
export const choiceBody = (decision: string, minute: number): object => ({
  decision,
  act: 'FORM_TICK',
  at: `2026-11-22T10:${String(minute).padStart(2, '0')}:00+01:00`,
  collectedBy: { type: 'STAFF', ref: 'bench' },
  evidence: { kind: 'PAPER_FORM', ref: 'bench-1' },
  ...(decision === 'GIVEN' && { notice: { id: 'newsletter', version: 1, locale: 'fr' } }),
});

const refOf = (n: number) => `koha:${String(100_000 + n)}`;

async function decideAll(
  { ils }: BenchNetwork,
  round: { decision: string; minute: number; times: number[] },
): Promise<void> {
  // Channel by channel: neighbours in time are different readers, as at many desks.
  const all = channels.flatMap((channel) =>
    Array.from({ length: readers }, (_, n) => ({ channel, n })),
  );
  await inParallel(all, connections, async ({ channel, n }) => {
    const start = performance.now();
    const answer = await ils.call({
      method: 'PUT',
      path: `/v1/patrons/${refOf(n)}/consents/NEWSLETTER/${channel}`,
      body: choiceBody(round.decision, round.minute),
      answer: z.unknown(),
    });
    round.times.push(performance.now() - start);
    if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
  });
}

/** Every event of the ledger with the state item of its reader: what one choice writes. */
async function storedTransactions({ local, bare }: BenchNetwork): Promise<[Item, Item][]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await bare.send(
      new ScanCommand({
        TableName: `${local.folder.tablePrefix}Consents`,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  const states = new Map(
    items.filter(({ sk }) => sk?.S === 'STATE').map((item) => [item['pk']?.S, item]),
  );
  return items
    .filter(({ sk }) => sk?.S?.startsWith('EVENT#'))
    .toSorted((a, b) => ((a['sk']?.S ?? '') < (b['sk']?.S ?? '') ? -1 : 1))
    .flatMap((event): [Item, Item][] => {
      const state = states.get(event['pk']?.S);
      return state ? [[{ ...event, outbox: { S: 'PENDING' } }, state]] : [];
    });
}

const bareTable = 'bare-consents';

/** With the keys and indexes of the real one. */
async function createBareTable({ bare, local }: BenchNetwork): Promise<void> {
  const { Table } = await bare.send(
    new DescribeTableCommand({ TableName: `${local.folder.tablePrefix}Consents` }),
  );
  await bare.send(
    new CreateTableCommand({
      TableName: bareTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
      ),
    }),
  );
}

async function writeBare(
  { bare }: BenchNetwork,
  transactions: readonly (readonly [Item, Item])[],
  times: number[],
): Promise<void> {
  await inParallel(transactions, connections, async ([event, state]) => {
    const start = performance.now();
    await bare.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: bareTable,
              Item: event,
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Put: {
              TableName: bareTable,
              Item: state,
              ConditionExpression: 'attribute_not_exists(pk) OR seq <= :seq',
              ExpressionAttributeValues: { ':seq': state['seq'] ?? { N: '0' } },
            },
          },
        ],
      }),
    );
    times.push(performance.now() - start);
  });
}
