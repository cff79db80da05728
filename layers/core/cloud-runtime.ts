import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { silent } from './aws-client.ts';
import { createFrameReader } from './frames.ts';
import { createLog } from './log.ts';
import type { Network } from './network.ts';
import type { Runtime } from './runtime.ts';
import { createUlids } from './ulid.ts';

/**
 * The runtime of a deployed function. The wrapper that the inventory writes calls it once, at cold start.
 * @param network as it was checked when it was bundled: checking it again would cost each start what it took once
 */
export function cloudRuntime(network: Network): Runtime {
  const ulid = createUlids(randomInt);
  return {
    network,
    clock: { now: () => Temporal.Now.instant() },
    ids: { ulid: () => ulid(), uuid: () => randomUUID() },
    randomBytes: (length) => randomBytes(length),
    environment: process.env,
    log: createLog(
      (line) => process.stdout.write(`${line}\n`),
      { function: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown' },
      createFrameReader(),
    ),
    instrument: silent,
    reached: () => undefined,
  };
}
