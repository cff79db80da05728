import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fail, ok, type Result } from '#core/result.ts';

/** What the API answered instead of a success: `application/problem+json` read, or the bare status. */
export interface ApiProblem {
  /** HTTP status; 0 when the answer could not be read. */
  readonly status: number;
  readonly code: string;
  readonly rule?: string;
  readonly detail?: string;
}

export interface ApiCall<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root: `/v1/ils-events`. */
  readonly path: string;
  readonly body?: unknown;
  /** Shape of a 2xx answer. */
  readonly answer: z.ZodType<T>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One caller of the public API. Refusals are values; an unreachable server is an exception. */
export interface Client {
  call<T>(call: ApiCall<T>): Promise<Result<T, ApiProblem>>;
}

/** Of a token: `patronRef`, `guardianOf`. */
export type Claims = Readonly<Record<string, string | readonly string[]>>;

/** The same server seen by several roles, and the control surface of the local runtime. */
export interface Server {
  readonly baseUrl: string;
  /** @param claims further ones of the token, such as `patronRef` of a reader. */
  as(role: string, claims?: Claims): Client;
  /** Without a token: `/_local/*` and public pages. */
  readonly open: Client;
}

const problemShape = z.object({
  code: z.string().optional(),
  rule: z.string().optional(),
  detail: z.string().optional(),
});
const tokenShape = z.object({ access_token: z.string() });
const busy: readonly number[] = [429, 503];
const maximumTries = 6;

interface Attempt {
  readonly url: string;
  readonly init: RequestInit;
}

/** RFC 9110 §10.2.3: a busy server says when to come back; its word is taken, up to half a minute. */
async function fetchPatiently({ url, init }: Attempt): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, init);
    if (!busy.includes(response.status) || tries === maximumTries) return response;
    await response.body?.cancel();
    const seconds = Number(response.headers.get('retry-after') ?? '1');
    await sleep(Math.min(Number.isFinite(seconds) ? seconds : 1, 30) * 1000);
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}

function toProblem(status: number, body: unknown): ApiProblem {
  const { code, rule, detail } = problemShape.safeParse(body).data ?? {};
  return {
    status,
    code: code ?? `HTTP_${status}`,
    ...(rule && { rule }),
    ...(detail && { detail }),
  };
}

function toResult<T>(answer: z.ZodType<T>, status: number, body: unknown): Result<T, ApiProblem> {
  if (status >= 400) return fail(toProblem(status, body));
  const parsed = answer.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  // Paths only: an answer may hold a person (GOV-15).
  const detail = parsed.error.issues
    .map(({ path, code }) => `${path.join('.')}: ${code}`)
    .join('; ');
  return fail({ status, code: 'UNEXPECTED_ANSWER', detail });
}

/**
 * A caller with a token.
 * @param token asked before each call and again, once, after a 401: a moved local clock ages tokens.
 */
export function createClient({
  baseUrl,
  token,
}: {
  readonly baseUrl: string;
  readonly token?: (renew: boolean) => Promise<string>;
}): Client {
  const attempt = async (call: ApiCall<unknown>, renew: boolean): Promise<Response> =>
    fetchPatiently({
      url: new URL(call.path, baseUrl).href,
      init: {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...(call.body !== undefined && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${await token(renew)}` }),
          ...call.headers,
        },
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      },
    });
  return {
    async call(call) {
      let response = await attempt(call, false);
      if (response.status === 401 && token) response = await attempt(call, true);
      return toResult(call.answer, response.status, await readBody(response));
    },
  };
}

/**
 * A server and its roles.
 * @param token a fixed bearer token for a server elsewhere; without one, tokens come from `POST /_local/token`.
 */
export function createServer({
  baseUrl,
  token,
}: {
  readonly baseUrl: string;
  readonly token?: string;
}): Server {
  const open = createClient({ baseUrl });
  const clients = new Map<string, Client>();
  const makeClient = (role: string, claims: Claims): Client => {
    let held: Promise<string> | undefined;
    const ask = async (): Promise<string> => {
      const answer = await open.call({
        method: 'POST',
        path: '/_local/token',
        body: { role, communes: ['*'], ...claims },
        answer: tokenShape,
      });
      if (!answer.ok) throw new Error(`no token for ${role}: ${answer.problem.code}`);
      return answer.value.access_token;
    };
    return createClient({
      baseUrl,
      token: (renew) =>
        (held = token === undefined ? (renew ? ask() : (held ?? ask())) : Promise.resolve(token)),
    });
  };
  return {
    baseUrl,
    open,
    as(role, claims = {}) {
      const key = JSON.stringify([role, claims]);
      const client = clients.get(key) ?? makeClient(role, claims);
      clients.set(key, client);
      return client;
    },
  };
}
