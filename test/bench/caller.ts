import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';

/** What a caller does over 8 connections, the next as soon as one has its answer. */
export type Job =
  | {
      readonly kind: 'HTTP';
      readonly baseUrl: string;
      readonly calls: readonly { readonly path: string; readonly body: object }[];
    }
  | {
      readonly kind: 'BARE';
      readonly endpoint: string;
      readonly transactions: readonly TransactWriteItemsCommandInput[];
    };

export interface Measured {
  readonly seconds: number;
  /** Milliseconds of each call. */
  readonly times: readonly number[];
}

export interface Caller {
  run(job: Job): Promise<Measured>;
  stop(): void;
}

/** A caller in a process of its own: neither the network nor the floor pays for who asks. */
export function startCaller(): Caller {
  const script = fileURLToPath(new URL('caller-process.ts', import.meta.url));
  const child = fork(script, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const died = once(child, 'exit').then(() => {
    throw new Error('the caller of the bench failed');
  });
  died.catch(() => undefined);
  return {
    run: async (job) => {
      const answer = once(child, 'message');
      child.send(job);
      const [measured] = (await Promise.race([answer, died])) as [Measured];
      return measured;
    },
    stop: () => void child.kill(),
  };
}
