import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { chunks } from '#core/chunks.ts';
import { startLocal, type LocalNetwork } from '../../infra/local/local.ts';
import { createServer, type Client } from '../../infra/local/client.ts';
import { startEngine, type Engine } from '../../infra/local/engine.ts';

export interface BenchNetwork {
  readonly local: LocalNetwork;
  readonly engine: Engine;
  readonly ils: Client;
  /** Straight to the engine, as a floor would be written by hand. */
  readonly bare: DynamoDBClient;
  close(): Promise<void>;
}

/** A network of its own over an engine that the floor uses too, in a temporary folder. */
export async function openBenchNetwork(): Promise<BenchNetwork> {
  const engine = await startEngine({});
  const local = await startLocal({ engineEndpoint: engine.endpoint });
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const bare = new DynamoDBClient({ endpoint: engine.endpoint, region: 'eu-west-3', credentials });
  return {
    local,
    engine,
    bare,
    ils: createServer({ baseUrl: local.url }).as('ILS'),
    close: async () => {
      await local.stop();
      bare.destroy();
      await engine.stop();
    },
  };
}

const Outcomes = z.object({ outcomes: z.array(z.looseObject({ status: z.string() })) });

/** Posts a batch and counts what was taken; anything else is a fault of the bench. */
export async function post(ils: Client, path: string, body: unknown, taken: string): Promise<void> {
  const answer = await ils.call({ method: 'POST', path, body, answer: Outcomes });
  if (!answer.ok)
    throw new Error(`${path}: ${String(answer.problem.status)} ${answer.problem.code}`);
  const other = answer.value.outcomes.find(({ status }) => status !== taken);
  if (other) throw new Error(`${path}: ${JSON.stringify(other)}`);
}

/** Readers of one commune, in batches small enough to be answered in time on a busy machine. */
export async function importReaders(ils: Client, count: number): Promise<void> {
  for (const rows of chunks(patronRows(0, count), 50)) {
    const batch = { source: 'ILS', commune: 'valserine', rows };
    await post(ils, '/v1/imports', batch, 'ACCEPTED');
  }
}

export function patronRows(from: number, count: number): unknown[] {
  return Array.from({ length: count }, (_, n) => ({
    patronRef: `koha:${String(100_000 + from + n)}`,
    library: 'vs-centre',
    category: 'ADULT',
    name: { family: familyOf(from + n), given: ['Ève'] },
    birthYear: 1980,
    email: `banc${String(from + n)}@example.org`,
    enrolledOn: '2025-09-01',
    source: 'ILS',
  }));
}

/** In letters: two who differ by a digit only would be one person's two records (DAT-07), and compared with all others. */
const familyOf = (n: number): string =>
  `Banc${String(n).replaceAll(/\d/gu, (digit) => String.fromCodePoint(97 + Number(digit)))}`;
