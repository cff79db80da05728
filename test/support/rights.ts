import * as z from 'zod';
import { settle, type TestNetwork } from './network.ts';

export const CaseBody = z.looseObject({
  id: z.string(),
  state: z.string(),
  categories: z.array(
    z.looseObject({
      name: z.string(),
      state: z.string(),
      found: z.int(),
      deleted: z.int(),
      recount: z.int(),
      blocker: z.looseObject({ code: z.string() }).optional(),
    }),
  ),
  effectiveAt: z.string().optional(),
  irreversibleAt: z.string().optional(),
});
export type CaseBody = z.infer<typeof CaseBody>;

async function call(
  network: TestNetwork,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<CaseBody> {
  const answer = await network
    .as('DPO')
    .call({ method, path, answer: CaseBody, ...(body && { body }) });
  if (!answer.ok)
    throw new Error(`${path}: ${String(answer.problem.status)} ${answer.problem.code}`);
  return answer.value;
}

export const readCase = (network: TestNetwork, id: string): Promise<CaseBody> =>
  call(network, 'GET', `/v1/rights-requests/${id}`);

/** Opens, verifies, approves and executes an erasure, and waits for what the queues do with it. */
export async function erase(network: TestNetwork, patronRef: string): Promise<CaseBody> {
  const { id } = await call(network, 'POST', '/v1/rights-requests', {
    kind: 'ERASURE',
    patronRef,
    requester: { type: 'SELF', ref: patronRef },
    receivedAt: '2026-11-23T08:30:00+01:00',
    channel: 'DESK',
  });
  const path = `/v1/rights-requests/${id}`;
  await call(network, 'POST', `${path}/verify`, { by: 'accueil-1' });
  await call(network, 'POST', `${path}/approve`, { by: 'dpo-1' });
  await call(network, 'POST', `${path}/execute`, {});
  await settle(network);
  return readCase(network, id);
}

export async function countRaw(network: TestNetwork, text: string): Promise<number> {
  const path = `/_local/raw?contains=${encodeURIComponent(text)}`;
  const answer = await network.open.call({ method: 'GET', path, answer: z.unknown() });
  if (!answer.ok) throw new Error(`raw: ${answer.problem.code}`);
  const value = z.union([z.number(), z.looseObject({ count: z.number() })]).parse(answer.value);
  return typeof value === 'number' ? value : value.count;
}
