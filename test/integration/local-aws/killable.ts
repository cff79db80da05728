/**
 * A local AWS in a process of its own, to be killed: `node --import tsx killable.ts <dataFolder>`.
 * Prints its environment as one line of JSON once it listens.
 */
import { Temporal } from 'temporal-polyfill';
import { startLocalAws } from '../../../infra/local/aws/server.ts';

const [dataFolder = ''] = process.argv.slice(2);
const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const aws = await startLocalAws({ dataFolder, clock: { now: () => now }, onPush: () => undefined });
aws.queues.declare('send', { visibilitySeconds: 60 });
aws.keys.declare('alias/network');
process.stdout.write(
  `${JSON.stringify({ ...aws.environment, QUEUE_URL: aws.queueUrl('send') })}\n`,
);
