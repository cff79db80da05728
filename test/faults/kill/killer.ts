import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { freePort } from '../../../infra/local/engine.ts';

/** What asks and changes nothing: a process that dies there leaves what it leaves after the change before. */
const harmless = /\.(?:Get|BatchGet|TransactGet|Query|Scan|Describe|List|Decrypt)/u;

export interface Life {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it asked to change: names of the commands, in the order of their arrival. */
  readonly changes: readonly string[];
}

export interface Killer {
  /**
   * Sends a process its errand, and waits until it has ended or was killed: when this many of its changes were made, before it
   * hears of the last. To die before a change is to die after the one before it.
   */
  live(errand: object, changes?: number): Promise<Life>;
  stop(): Promise<void>;
}

/**
 * Stands between a process and all that it changes. Nothing in the process itself names a point: whatever it awaits that
 * changes anything outside of it comes by here.
 */
export async function openKiller(args: {
  readonly engine: string;
  readonly aws: string;
  /** What each process runs. */
  readonly module: string;
  readonly environment: NodeJS.ProcessEnv;
}): Promise<Killer> {
  let last: number | undefined;
  let changes: string[] = [];
  const kill = () => child.kill('SIGKILL');

  const server = createServer((request, response) => {
    void (async () => {
      const target = String(request.headers['x-amz-target']);
      const body = await bodyOf(request);
      const isHarmless = harmless.test(target);
      if (!isHarmless) changes.push(target.split('.')[1] ?? target);
      const dies = !isHarmless && changes.length === last;
      const place = target.startsWith('DynamoDB') ? args.engine : args.aws;
      const answer = await fetch(place, { method: 'POST', headers: headersOf(request), body });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (dies) return kill();
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
      });
      return response.end(bytes);
    })();
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String(port)}`;

  const env = {
    ...args.environment,
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_KMS: url,
  };
  const start = () =>
    spawn(process.execPath, [args.module], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // The next one wakes up while this one works.
  let next = start();
  let child = next;

  return {
    live: async (errand, upTo) => {
      [last, changes] = [upTo, []];
      [child, next] = [next, start()];
      child.send(errand);
      const ended = once(child, 'exit');
      await ended;
      return { code: child.exitCode, signal: child.signalCode, changes };
    },
    stop: async () => {
      for (const one of [child, next]) one.kill('SIGKILL');
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'x-amz-target', 'x-amz-date', 'authorization'].map((name) => [
      name,
      String(headers[name] ?? ''),
    ]),
  );
