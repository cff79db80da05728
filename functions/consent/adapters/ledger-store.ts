import * as z from 'zod';
import {
  absent,
  connect,
  getItem,
  partition,
  putItem,
  queryAll,
  queryPages,
  transact,
  type Expression,
} from '#core/dynamo.ts';
import { auditItem, eventItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { createVault } from '#core/vault/vault.ts';
import type { LedgerStore } from '../app/ports.ts';
import {
  Act,
  Channel,
  Consents,
  Decision,
  Evidence,
  noConsents,
  type LedgerEvent,
} from '../domain/ledger.ts';
import { stateKey, subjectOf, subjectPartition, table } from './keys.ts';

/** In the clear: codes, numbers and opaque ids. Who, where, which text: in `sealed` (class `evidence`). */
const EventItem = z.object({
  id: z.string(),
  sk: z.string(),
  at: z.string(),
  actor: z.string(),
  data: z.object({
    purpose: z.string(),
    channel: Channel,
    decision: Decision,
    act: Act,
    seq: z.int(),
  }),
  sealed: z.instanceof(Uint8Array),
});

const Keyed = z.object({ pk: z.string() });

async function* mapPages<A, B>(pages: AsyncIterable<A[]>, map: (one: A) => B): AsyncGenerator<B[]> {
  for await (const page of pages) yield page.map(map);
}

const identity = (subjectRef: string, sk: string) => [table, subjectPartition(subjectRef), sk];

export function createLedgerStore(runtime: Runtime): LedgerStore {
  const store = connect(runtime);
  const vault = createVault(runtime);

  const open = async (
    subjectRef: string,
    item: z.infer<typeof EventItem>,
  ): Promise<LedgerEvent[]> => {
    const evidence = await vault.open({
      subjectRef,
      keyClass: 'evidence',
      identity: identity(subjectRef, item.sk),
      sealed: item.sealed,
      schema: Evidence,
    });
    const { id: eventId, at: receivedAt, actor, data } = item;
    return evidence ? [{ eventId, receivedAt, actor, ...data, evidence }] : [];
  };

  return {
    read: async (subjectRef) =>
      (await getItem(store, { table, key: stateKey(subjectRef), schema: Consents })) ?? noConsents,
    events: async (subjectRef) => {
      const where = partition(subjectPartition(subjectRef), 'EVENT#');
      const items = await queryAll(store, { table, schema: EventItem, where });
      const opened = await Promise.all(items.map((item) => open(subjectRef, item)));
      return opened.flat().toSorted((a, b) => a.seq - b.seq);
    },
    append: async (subject, { event, next }) => {
      const item = eventItem(subjectPartition(subject.subjectRef), changeOf(subject, event, next));
      const sealed = await vault.seal({
        subject,
        keyClass: 'evidence',
        identity: identity(subject.subjectRef, item.sk),
        value: event.evidence,
      });
      if (!sealed) return false;
      const { commune } = subject;
      const state = { ...stateKey(subject.subjectRef), commune, choices: commune, ...next };
      return transact(store, [
        { table, put: { ...item, sealed }, condition: absent },
        { table, put: state, condition: at(event.seq - 1) },
      ]);
    },
    readers: (commune) => {
      const where = partition(commune, undefined, { pk: 'choices', sk: 'sk' });
      const pages = queryPages(store, { table, index: 'choices', schema: Keyed, where });
      return mapPages(pages, ({ pk }) => subjectOf(pk));
    },
    announceOnce: (event, sk) => {
      const item = { ...eventItem(subjectPartition(event.subjectRef ?? ''), event), sk };
      return putItem(store, { table, item, condition: absent });
    },
    recordRead: async (audit) => {
      const { subjectRef } = audit;
      if (subjectRef === undefined) return;
      // Beside the ledger, not in it: a read is no decision.
      const item = { ...auditItem(subjectPartition(subjectRef), audit), sk: `READ#${audit.id}` };
      await putItem(store, { table, item });
    },
  };
}

/** Nobody wrote since the state was at `seq`. */
const at = (seq: number): Expression =>
  seq === 0 ? absent : { expression: 'seq = :seq', values: { ':seq': seq } };

/** The ledger entry is its own audit record and its own outbox entry (design §5). */
function changeOf(subject: Subject, event: LedgerEvent, next: Consents): ChangeEvent {
  const { eventId, purpose, channel, decision, act, seq } = event;
  const state = next.entries[`${purpose}|${channel}`]?.state ?? 'UNKNOWN';
  return {
    id: eventId,
    type: 'consent.changed',
    at: event.receivedAt,
    commune: subject.commune,
    subjectRef: subject.subjectRef,
    actor: event.actor,
    data: { purpose, channel, decision, act, seq, state },
  };
}
