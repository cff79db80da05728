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
  updateItem,
  type Expression,
} from '#core/dynamo.ts';
import { epochSeconds } from '#core/calendar.ts';
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
import { endsBy, proofDeadline, proofsOver, type End } from '../domain/proof.ts';
import { dueAttributes, queryDue } from './due-index.ts';
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

/** The news that a consent ended with nobody saying anything: it stays, so that it is told once. */
const LapseItem = z
  .object({
    sk: z.string(),
    at: z.string(),
    data: z.object({ purpose: z.string(), channel: Channel, seq: z.int() }),
  })
  .transform(({ sk, at, data }) => ({ sk, at, ...data }));
const lapseKey = ({ purpose, channel, seq }: Omit<End, 'at'>) =>
  `LAPSED#${purpose}|${channel}#${String(seq)}`;

async function* mapPages<A, B>(pages: AsyncIterable<A[]>, map: (one: A) => B): AsyncGenerator<B[]> {
  for await (const page of pages) yield page.map(map);
}

/** RET-15 is the network's: the day is the same in all communes, and so is the partition. */
const everyProof = 'PROOFS';

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

  const { zone } = runtime.network;
  const dueOf = (commune: string, endedAt: string | undefined) =>
    endedAt === undefined
      ? undefined
      : dueAttributes(everyProof, proofDeadline(endedAt, zone), commune);

  const getState = async (subjectRef: string): Promise<Consents> =>
    (await getItem(store, { table, key: stateKey(subjectRef), schema: Consents })) ?? noConsents;

  const allEvents = async (subjectRef: string) => {
    const where = partition(subjectPartition(subjectRef), 'EVENT#');
    const items = await queryAll(store, { table, schema: EventItem, where });
    const opened = await Promise.all(items.map((item) => open(subjectRef, item)));
    return opened.flat().toSorted((a, b) => a.seq - b.seq);
  };

  /** Everything that was said, and which of it is over by then (RET-15). */
  const proofsAt = async (subjectRef: string, now: number) => {
    const where = partition(subjectPartition(subjectRef), 'LAPSED#');
    const [events, lapses] = await Promise.all([
      allEvents(subjectRef),
      queryAll(store, { table, schema: LapseItem, where }),
    ]);
    const over = new Set(proofsOver(events, { lapses, now, zone }));
    return { over: [...over], left: events.filter((event) => !over.has(event)), lapses };
  };

  return {
    read: getState,
    // RET-04: absent from the purge instant on, whether or not the sweep came by.
    events: async (subjectRef) =>
      (await proofsAt(subjectRef, epochSeconds(runtime.clock.now()))).left,
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
      const state = {
        ...stateKey(subject.subjectRef),
        ...{ commune, choices: commune, ...next },
        ...dueOf(commune, next.endedAt),
      };
      return transact(store, [
        { table, put: { ...item, sealed }, condition: absent },
        { table, put: state, condition: at(event.seq - 1) },
      ]);
    },
    proofsDue: async (now) => {
      const due = await queryDue(store, { due: everyProof, now });
      const subjects = due.map(({ key, commune }): [string, string] => [
        subjectOf(key.pk),
        commune,
      ]);
      return [...new Map(subjects)].map(([subjectRef, commune]) => ({ subjectRef, commune }));
    },
    proofsOf: async ({ subjectRef }, now) => {
      const pk = subjectPartition(subjectRef);
      const { over } = await proofsAt(subjectRef, now);
      return over.map(({ eventId }) => ({ keys: [{ pk, sk: `EVENT#${eventId}` }] }));
    },
    fileProofs: async ({ subjectRef, commune }, now) => {
      const [{ over, left, lapses }, { seq }] = await Promise.all([
        proofsAt(subjectRef, now),
        getState(subjectRef),
      ]);
      const pk = subjectPartition(subjectRef);
      for (const { sk } of lapses.filter(({ at }) => proofDeadline(at, zone) <= now))
        await updateItem(store, {
          table,
          key: { pk, sk },
          update: { expression: 'REMOVE due, dueAt' },
        });
      const [endedAt] = endsBy(left)
        .map(({ at }) => at)
        .toSorted();
      const { due, dueAt } = dueOf(commune, endedAt) ?? {};
      // Refused when the reader decided something meanwhile: the next sweep looks again.
      await updateItem(store, {
        table,
        key: stateKey(subjectRef),
        update: due
          ? {
              expression: 'SET endedAt = :endedAt, dueAt = :dueAt',
              values: { ':endedAt': endedAt, ':dueAt': dueAt, ':seq': seq },
            }
          : { expression: 'REMOVE endedAt, dueAt, due', values: { ':seq': seq } },
        condition: 'seq = :seq',
      });
      return over.length;
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
    announceLapse: (event, lapse) => {
      const item = {
        ...eventItem(subjectPartition(event.subjectRef ?? ''), event),
        sk: lapseKey(lapse),
        ...dueOf(event.commune, event.at),
      };
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
