import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { openBenchNetwork, patronRows, post, type BenchNetwork } from './network.ts';
import { median, quantile, type Bench } from './report.ts';

const rounds = 600;
const anything = z.unknown();

/**
 * A signed GET of one reader against the bare engine calls that it makes — locator, profile, the reader's loans, what
 * blocks an erasure, the audit record — and a signed route that reads nothing. The three are measured in turn, one request at a time.
 */
export const measureOverhead: Bench = async (progress) => {
  const network = await openBenchNetwork();
  try {
    await post(
      network.ils,
      '/v1/imports',
      { source: 'ILS', commune: 'valserine', rows: patronRows(0, 50) },
      'ACCEPTED',
    );
    const bareCalls = await prepareBareCalls(network);
    const times = { reader: [] as number[], empty: [] as number[], bare: [] as number[] };
    progress(`overhead: ${String(rounds)} rounds…`);
    for (let round = -50; round < rounds; round += 1) {
      const reader = await time(() =>
        get(network, `/v1/patrons/koha:${String(100_000 + (Math.abs(round) % 50))}`),
      );
      const empty = await time(() => get(network, '/v1/purposes'));
      const bare = await time(() => bareCalls(round));
      if (round < 0) continue;
      times.reader.push(reader);
      times.empty.push(empty);
      times.bare.push(bare);
    }
    const floor = median(times.bare) + median(times.empty);
    const ratio = median(times.reader) / floor;
    return {
      bench: 'overhead',
      figures: [
        { name: 'GET of one reader, p50', value: median(times.reader), unit: 'ms' },
        { name: 'GET of one reader, p95', value: quantile(times.reader, 0.95), unit: 'ms' },
        { name: 'its bare engine calls, p50', value: median(times.bare), unit: 'ms' },
        { name: 'signed route that reads nothing, p50', value: median(times.empty), unit: 'ms' },
      ],
      ratio,
      bound: 'at most 1.5',
      passed: ratio <= 1.5,
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

async function get({ ils }: BenchNetwork, path: string): Promise<void> {
  const answer = await ils.call({ method: 'GET', path, answer: anything });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.problem.status)}`);
}

/** The same calls, one after the other, on real items. */
async function prepareBareCalls({
  local,
  bare,
}: BenchNetwork): Promise<(round: number) => Promise<void>> {
  const table = (name: string) => `${local.folder.tablePrefix}${name}`;
  const directory = table('Directory');
  const { Items = [] } = await bare.send(new ScanCommand({ TableName: directory }));
  const keyOf = (item: Record<string, AttributeValue> | undefined) => ({
    pk: item?.['pk'] ?? { S: 'none' },
    sk: item?.['sk'] ?? { S: 'none' },
  });
  const locator = keyOf(Items.find((item) => item['sk']?.S === 'REF'));
  const profile = keyOf(Items.find((item) => item['sk']?.S === 'PROFILE'));
  const one = (name: string, Key: typeof profile) =>
    bare.send(new GetItemCommand({ TableName: table(name), Key, ConsistentRead: true }));
  const some = (name: string) =>
    bare.send(
      new QueryCommand({
        TableName: table(name),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': profile.pk },
      }),
    );
  return async (round) => {
    await one('Directory', locator);
    await one('Directory', profile);
    await one('Loans', profile);
    for (const name of blocking) await some(name);
    const sk = { S: `BARE#${String(round)}` };
    await bare.send(
      new PutItemCommand({ TableName: directory, Item: { ...profile, sk, actor: { S: 'bench' } } }),
    );
  };
}

/** Where something may keep the reader from being forgotten (RET-11). */
const blocking = ['Debts', 'Disputes', 'Cases', 'Directory'];
