import * as z from 'zod';
import { ana, put, raw, settle, tokenOf, type TestNetwork } from './network.ts';

const Caught = z.object({
  channel: z.enum(['EMAIL', 'SMS']),
  to: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  raw: z.string().optional(),
  messageId: z.string(),
});
export type Caught = z.infer<typeof Caught>;

/** What the providers were given, oldest first. */
export async function outbox({ baseUrl }: TestNetwork): Promise<Caught[]> {
  const { body } = await raw(`${baseUrl}/_local/outbox`);
  return z.array(Caught).parse(body['items']);
}

export async function local(network: TestNetwork, path: string, body: object): Promise<void> {
  const { status } = await raw(`${network.baseUrl}/_local/${path}`, { method: 'POST', body });
  if (status >= 300) throw new Error(`${path}: ${String(status)}`);
  await settle(network);
}

export interface Desk {
  get(path: string): ReturnType<typeof raw>;
  post(path: string, body: object, headers?: Record<string, string>): ReturnType<typeof raw>;
  put(path: string, body: object, headers?: Record<string, string>): ReturnType<typeof raw>;
}

/** Calls as one role of the whole network, unless other claims are given. */
export async function sitAt(network: TestNetwork, claims: object): Promise<Desk> {
  const token = await tokenOf(network, { communes: ['*'], ...claims });
  const call = (method: string, path: string, body?: object, headers = {}) =>
    raw(`${network.baseUrl}${path}`, { method, token, headers, ...(body && { body }) });
  return {
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
  };
}

export async function enrol(
  network: TestNetwork,
  patronRef: string,
  more: object = {},
): Promise<void> {
  await put(network.as('ILS'), patronRef, ana(more));
}

const Step = z.object({
  channel: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  rule: z.string().optional(),
  templateVersion: z.number().optional(),
});
const Followed = z.object({ state: z.string(), steps: z.array(Step) });

let counter = 0;

/** Asks for a message, lets everything settle, and says how it went. */
export async function notify(network: TestNetwork, request: object) {
  const ils = await sitAt(network, { role: 'ILS' });
  counter += 1;
  const asked = await ils.post('/v1/notifications', {
    dedupeKey: `key-${String(counter)}`,
    data: {},
    ...request,
  });
  if (asked.status !== 202)
    throw new Error(`${String(asked.status)} ${JSON.stringify(asked.body)}`);
  await settle(network);
  return {
    id: z.string().parse(asked.body['notificationId']),
    ...(await follow(network, asked.body['notificationId'])),
  };
}

export async function follow(network: TestNetwork, id: unknown) {
  const ils = await sitAt(network, { role: 'ILS' });
  const { body } = await ils.get(`/v1/notifications/${z.string().parse(id)}`);
  return Followed.parse(body);
}

/** `EMAIL SENT`, `SMS SKIPPED OPPOSED` */
export const story = ({ steps }: z.infer<typeof Followed>) =>
  steps.map(({ channel, state, reason }) => [channel, state, reason].filter(Boolean).join(' '));

const Decisions = z.array(
  z.object({
    patronRef: z.string(),
    allowed: z.boolean(),
    reasons: z.array(z.object({ rule: z.string(), code: z.string(), message: z.string() })),
    recipient: z.string(),
    consentSeq: z.number(),
  }),
);

/** The gate as a dry run. */
export async function ask(network: TestNetwork, request: object) {
  const desk = await sitAt(network, { role: 'DESK' });
  const { status, body } = await desk.post('/v1/decisions', { patronRef: 'koha:1042', ...request });
  if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
  const [first] = Decisions.parse(body['items']);
  if (!first) throw new Error('no answer');
  return { ...first, codes: first.reasons.map(({ code }) => code) };
}

/** A choice as the desk writes it down. */
export const said = (decision: string, more: object = {}) => ({
  decision,
  act: 'FORM_TICK',
  at: '2026-11-23T08:30:00+01:00',
  collectedBy: { type: 'STAFF', ref: 'desk-1' },
  ...(decision === 'GIVEN' && { notice: { id: 'newsletter', version: 1, locale: 'fr' } }),
  ...more,
});
