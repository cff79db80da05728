import * as z from 'zod';
import { createServer, type Client, type Server } from '../../infra/local/client.ts';
import type { LocalOptions } from '../../infra/local/ground.ts';
import type { LocalNetwork } from '../../infra/local/local.ts';
import { startTestNetwork as startHeldNetwork } from './local.ts';

/** A test network with the clients and the people that stories need. */
export interface TestNetwork extends Server {
  readonly local: LocalNetwork;
  stop(): Promise<void>;
}

export async function startTestNetwork(options: LocalOptions = {}): Promise<TestNetwork> {
  const { local } = await startHeldNetwork(options);
  return { ...createServer({ baseUrl: local.url }), local, stop: () => local.stop() };
}

/** Waits until the outboxes are relayed and the queues are empty. */
export const settle = ({ local }: TestNetwork): Promise<void> => local.background.drain();

/** Sets the clock; every schedule due on the way runs. */
export async function moveTo(network: TestNetwork, instant: string): Promise<void> {
  const moved = await network.open.call({
    method: 'POST',
    path: '/_local/clock',
    body: { now: instant },
    answer: z.unknown(),
  });
  if (!moved.ok) throw new Error(`the clock did not move: ${moved.problem.code}`);
}

const Json = z.record(z.string(), z.unknown());

/** Status and body of a call, whatever they are. */
export async function raw(
  url: string,
  init: {
    method?: string;
    token?: string;
    body?: string | object;
    headers?: Record<string, string>;
  } = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    headers: {
      ...(init.token && { authorization: `Bearer ${init.token}` }),
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.body !== undefined && {
      body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body),
    }),
  });
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: Json.parse(body) };
}

export async function tokenOf(network: TestNetwork, claims: object): Promise<string> {
  const { body } = await raw(`${network.baseUrl}/_local/token`, { method: 'POST', body: claims });
  return z.string().parse(body['access_token']);
}

/** A network that knows Ana as `koha:1042`, with a token of its library system. */
export async function startWithAna(): Promise<{ network: TestNetwork; token: string }> {
  const network = await startTestNetwork();
  await put(network.as('ILS'), 'koha:1042');
  return { network, token: await tokenOf(network, { role: 'ILS', communes: ['*'] }) };
}

/** A reader as library systems send them; `more` changes what the test is about. */
export const ana = (more: object = {}): Record<string, unknown> => ({
  library: 'vs-centre',
  category: 'ADULT',
  name: { family: 'Nguyên', given: ['Ana'] },
  birthYear: 1980,
  address: { lines: ['3 rue du Bac'], postCode: '01200', city: 'Valserine' },
  email: 'ana@example.org',
  mobile: '+33612345678',
  language: 'fr',
  enrolledOn: '2026-09-01',
  informed: ['OVERDUE', 'HOLD', 'SERVICE_INFO', 'ACCOUNT'].map((purpose) => ({
    purpose,
    notice: 'enrolment-adult',
    version: 1,
    by: 'PAPER_FORM',
    on: '2025-09-01',
  })),
  source: 'ILS',
  ...more,
});

export async function put(
  client: Client,
  patronRef: string,
  body: object = ana(),
): Promise<Record<string, unknown>> {
  const answer = await client.call({
    method: 'PUT',
    path: `/v1/patrons/${patronRef}`,
    body,
    answer: Json,
  });
  if (!answer.ok)
    throw new Error(`${patronRef}: ${String(answer.problem.status)} ${answer.problem.code}`);
  return answer.value;
}

export interface EventOutcome {
  readonly id: string;
  readonly status: string;
  readonly errors?: { field: string; code: string; rule?: string | undefined }[] | undefined;
  readonly visibleUntil?: string | undefined;
  readonly purgeAt?: string | undefined;
}

const Outcomes = z.object({
  outcomes: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      errors: z
        .array(z.object({ field: z.string(), code: z.string(), rule: z.string().optional() }))
        .optional(),
      visibleUntil: z.string().optional(),
      purgeAt: z.string().optional(),
    }),
  ),
});

export async function postEvents(
  client: Client,
  events: readonly object[],
): Promise<EventOutcome[]> {
  const answer = await client.call({
    method: 'POST',
    path: '/v1/ils-events',
    body: { events },
    answer: Outcomes,
  });
  if (!answer.ok)
    throw new Error(`ils-events: ${String(answer.problem.status)} ${answer.problem.code}`);
  return answer.value.outcomes;
}

export const loanCreated = (n: number | string, more: object = {}) => ({
  id: `created-${String(n)}`,
  type: 'loan.created',
  at: '2026-11-02T10:00:00+01:00',
  patronRef: 'koha:1042',
  loanRef: `koha:${String(n)}`,
  itemRef: `koha:item:${String(n)}`,
  library: 'vs-centre',
  dueOn: '2026-11-23',
  title: 'Germinal',
  author: 'Émile Zola',
  ...more,
});

export const loanReturned = (n: number | string, more: object = {}) => ({
  id: `returned-${String(n)}`,
  type: 'loan.returned',
  at: '2026-11-20T16:04:00+01:00',
  loanRef: `koha:${String(n)}`,
  library: 'vs-centre',
  ...more,
});
