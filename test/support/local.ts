import * as z from 'zod';
import type { Role } from '#core/caller.ts';
import type { LocalOptions } from '../../infra/local/ground.ts';
import { startLocal, type LocalNetwork } from '../../infra/local/local.ts';

export interface TestCaller {
  call(method: string, path: string, init?: RequestInit): Promise<Response>;
  /** JSON body; a header of `headers` wins. */
  send(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export interface TestNetwork extends TestCaller {
  readonly local: LocalNetwork;
  /** Without a role in front, the caller is `ILS` for the whole network. */
  as(role: Role, claims?: TestClaims): Promise<TestCaller>;
  /** Everything that was asked before has had its effects: outbox relayed, queues empty. */
  settle(): Promise<void>;
  /** `POST /_local/clock`. */
  move(request: { now: string } | { advance: string }): Promise<Moved>;
}

export interface TestClaims {
  readonly communes?: string[];
  readonly patronRef?: string;
  readonly guardianOf?: string[];
  readonly sub?: string;
}

const Moved = z.object({
  now: z.string(),
  ran: z.array(z.object({ schedule: z.string(), at: z.string(), outcome: z.string() })),
});
export type Moved = z.infer<typeof Moved>;

/**
 * A network of its own for a test: in memory, on a free port, and on a clock that stands still at the start of the
 * demo (2026-11-23T09:00+01:00) until the test moves it.
 */
export async function startTestNetwork(options: LocalOptions = {}): Promise<TestNetwork> {
  const engineEndpoint = process.env['DYNAMODB_ENDPOINT'];
  const local = await startLocal({
    inMemory: true,
    clock: { held: true },
    engineEndpoint,
    ...options,
  });
  const as = async (
    role: Role,
    { communes = ['*'], ...claims }: TestClaims = {},
  ): Promise<TestCaller> =>
    callerWith(local.url, await local.identity.issue({ role, communes, ...claims }));
  const ils = await as('ILS');
  return {
    local,
    as,
    ...ils,
    settle: () => local.background.drain(),
    move: (request) => bodyOf(Moved, ils.send('POST', '/_local/clock', request)),
  };
}

/** The JSON of an answer in its expected shape. */
export async function bodyOf<S extends z.ZodType>(
  schema: S,
  answer: Response | Promise<Response>,
): Promise<z.output<S>> {
  return schema.parse(await (await answer).json());
}

function callerWith(url: string, token: string): TestCaller {
  const call: TestCaller['call'] = (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    return fetch(url + path, { method, ...init, headers });
  };
  return {
    call,
    send: (method, path, body, headers = {}) =>
      call(method, path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}
