import { strFromU8, unzipSync } from 'fflate';
import * as z from 'zod';
import type { Ask } from './caller.ts';
import { must } from './people.ts';

const Case = z.object({ id: z.string(), state: z.string() });

/** A rights case, accepted. */
async function accept(ask: Ask, kind: 'ERASURE' | 'ACCESS', patronRef: string): Promise<string> {
  const post = (path: string, body: object) =>
    must(ask('DPO', `POST /v1/rights-requests${path}`, body));
  const opened = await post('', {
    kind,
    patronRef,
    requester: { type: 'SELF', ref: patronRef },
    receivedAt: '2026-11-27T09:00:00+01:00',
    channel: 'DESK',
  });
  const { id } = Case.parse(opened.body);
  await post(`/${id}/verify`, { by: 'desk-1' });
  await post(`/${id}/approve`, { by: 'dpo-1' });
  return id;
}

/** @param settle waits for what the queues do */
export async function erase(
  ask: Ask,
  patronRef: string,
  settle: () => Promise<void>,
): Promise<void> {
  const id = await accept(ask, 'ERASURE', patronRef);
  await must(ask('DPO', `POST /v1/rights-requests/${id}/execute`, {}));
  await settle();
  const { state } = Case.parse((await must(ask('DPO', `GET /v1/rights-requests/${id}`))).body);
  if (state !== 'COMPLETED') throw new Error(`the erasure is ${state}`);
}

/** What the person would be handed, as text. */
export async function exportOf(ask: Ask, patronRef: string): Promise<string> {
  const id = await accept(ask, 'ACCESS', patronRef);
  const { bytes } = await must(ask('DPO', `GET /v1/rights-requests/${id}/export`));
  return strFromU8(unzipSync(bytes)['export.json'] ?? new Uint8Array());
}
