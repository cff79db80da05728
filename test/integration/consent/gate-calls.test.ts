import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { Temporal } from 'temporal-polyfill';
import { createDecisionReads } from '../../../functions/consent/adapters/decision-reads.ts';
import { createGateReads } from '../../../functions/consent/adapters/gate-reads.ts';
import { makeGate } from '../../../functions/consent/app/gate.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as governance } from '../../../functions/governance/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { createDirectory } from '../../../functions/patrons/adapters/directory.ts';
import { createEraser } from '../../../functions/patrons/adapters/eraser.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { newEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;

beforeAll(async () => {
  const manifests = [rights, patrons, consent, governance];
  ground = await openTestGround({ manifests, now: '2026-12-07T10:00:00+01:00' });
});
afterAll(() => ground.stop());

/** What a client was asked, by table and whether the answer is surely the latest. */
interface Asked {
  readonly tables: readonly string[];
  readonly isConsistent: boolean;
}

const Input = z.looseObject({
  TableName: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  RequestItems: z
    .record(z.string(), z.looseObject({ ConsistentRead: z.boolean().optional() }))
    .optional(),
});

function countingRuntime(): { runtime: Runtime; asked: Asked[] } {
  const asked: Asked[] = [];
  const note = (input: unknown) => {
    const { TableName, ConsistentRead, RequestItems } = Input.parse(input);
    const requests = RequestItems ?? { [TableName ?? '?']: { ConsistentRead } };
    asked.push({
      tables: Object.keys(requests),
      isConsistent: Object.values(requests).every((one) => one.ConsistentRead === true),
    });
  };
  const instrument = <C>(client: C): C => {
    if (client instanceof DynamoDBClient) {
      client.middlewareStack.add(
        (next) => (args) => {
          note(args.input);
          return next(args);
        },
        { step: 'initialize' },
      );
    }
    return client;
  };
  return { runtime: ground.runtime({ instrument }), asked };
}

async function enrol(n: number): Promise<string> {
  const runtime = ground.runtime();
  const subjectRef = runtime.ids.uuid();
  const patron = {
    patronRef: `koha:${String(n)}`,
    ...{ subjectRef, commune: 'valserine', library: 'vs-centre', category: 'ADULT' as const },
    name: { family: 'Nom', given: ['Prénom'] },
    birthYear: 1980,
    email: `calls${String(n)}@example.org`,
    language: 'fr' as const,
    ...{ informed: [], source: 'ILS' as const, state: 'ACTIVE' as const },
    ...{ quarantined: false, problems: [], invalidChannels: [], version: 0 },
    ...{ knownSince: '2026-09-01', clock: { lookOn: '2027-08-02' } },
  };
  const audit = newEvent(runtime, { type: 'patron.created', commune: 'valserine', actor: 'ILS:1' });
  await createDirectory(runtime).create(patron, audit);
  return subjectRef;
}

it.each([1, 19])(
  '[CON-04] facts on %i readers: two strongly consistent calls, keys aside',
  async (readers) => {
    const refs = await Promise.all(
      Array.from({ length: readers }, (_, n) => enrol(readers * 1000 + n)),
    );
    const { runtime, asked } = countingRuntime();
    const people = createDirectory(runtime);
    const gate = makeGate({ runtime, people, reads: createGateReads(runtime) });
    const at = Temporal.Instant.from('2026-12-07T10:00:00+01:00');
    const request = { purpose: 'NEWSLETTER', channel: 'EMAIL', at } as const;
    const decisions = await gate.decideMany(refs, request);
    expect([...decisions.values()].every(({ reasons }) => reasons[0] === 'NO_CONSENT')).toBe(true);
    const facts = asked.filter(({ tables }) => !tables.every((table) => table.endsWith('Keys')));
    expect(facts.map(({ tables }) => tables.toSorted())).toEqual([
      ['Directory'],
      ['Consents', 'Governance'],
    ]);
    expect(facts.every(({ isConsistent }) => isConsistent)).toBe(true);
  },
);

const published = { id: 'newsletter', locale: 'fr', version: 7 } as const;

const aboutReaders = (asked: readonly Asked[]) =>
  asked.filter(({ tables }) => !tables.every((table) => table.endsWith('Keys')));

it('[CON-03] [CON-09] what a decision is judged by: two strongly consistent calls, one for a reader who was just here', async () => {
  await enrol(90_000);
  const { runtime, asked } = countingRuntime();
  const reads = createDecisionReads(createDirectory(runtime));
  const patronRef = 'koha:90000';
  await expect(reads.read({ patronRef: 'koha:1', notice: published })).resolves.toBeUndefined();
  const first = await reads.read({ patronRef, notice: { ...published, version: 1 } });
  expect(first?.patron?.email).toBe('calls90000@example.org');
  expect(first?.consents).toEqual({ seq: 0, entries: {} });
  expect(first?.notice?.purposes).toContain('NEWSLETTER');
  const again = await reads.read({ patronRef, notice: published });
  expect(again).toEqual({ ...first, notice: undefined });
  const who = { tables: ['Directory'], isConsistent: true };
  const all = { tables: ['Directory', 'Consents'], isConsistent: true };
  expect(aboutReaders(asked)).toEqual([who, who, all, all]);
});

it('[RGT-06] [CON-04] a reader who was just here is known to be erased, or to be another, at once', async () => {
  const subjectRef = await enrol(91_000);
  const { runtime, asked } = countingRuntime();
  const reads = createDecisionReads(createDirectory(runtime));
  const asking = { patronRef: 'koha:91000', notice: undefined };
  await reads.read(asking);
  const commune = 'valserine';
  await createEraser(ground.runtime()).prepare?.({ subjectRef, commune });
  const erased = await reads.read(asking);
  expect(erased?.located).toMatchObject({ subjectRef, isErased: true });
  const other = await enrol(91_000);
  asked.splice(0);
  const back = await reads.read(asking);
  expect(back?.located).toMatchObject({ subjectRef: other, isErased: false });
  expect(back?.patron?.subjectRef).toBe(other);
  expect(aboutReaders(asked)).toHaveLength(2);
});
