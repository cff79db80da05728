import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createServer } from '../../infra/local/client.ts';
import type { Job, Measured } from './caller.ts';
import { inParallel, seconds } from './report.ts';

const connections = 8;

process.on('message', (job: Job) => {
  void run(job).then((measured) => process.send?.(measured));
});

function run(job: Job): Promise<Measured> {
  if (job.kind === 'BARE') {
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
    const client = new DynamoDBClient({
      endpoint: job.endpoint,
      region: 'eu-west-3',
      credentials,
    });
    return measure(job.transactions, (one) => client.send(new TransactWriteItemsCommand(one)));
  }
  const ils = createServer({ baseUrl: job.baseUrl }).as('ILS');
  return measure(job.calls, async ({ path, body }) => {
    const answer = await ils.call({ method: 'PUT', path, body, answer: z.unknown() });
    if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
  });
}

async function measure<T>(
  all: readonly T[],
  call: (one: T) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = [];
  const took = await seconds(() =>
    inParallel(all, connections, async (one) => {
      const start = performance.now();
      await call(one);
      times.push(performance.now() - start);
    }),
  );
  return { seconds: took, times };
}
