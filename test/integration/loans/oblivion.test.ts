import { mkdtempSync, rmSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  raw,
  settle,
  startTestNetwork,
  type TestNetwork,
} from '../../support/network.ts';

const count = 100;
const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-oblivion-'));
let network: TestNetwork;

/** Each with a reader, a title and an item of its own, so that any trace says whose it is. */
const loans = Array.from({ length: count }, (_, n) => ({
  patronRef: `koha:77${String(1000 + n)}`,
  itemRef: `koha:item:88${String(1000 + n)}`,
  title: `Ouvrage singulier ${String(1000 + n)}`,
}));

beforeAll(async () => {
  const start = Temporal.Instant.from('2027-03-31T12:00:00+02:00');
  network = await startTestNetwork({ dataFolder, inMemory: false, clock: { held: true, start } });
  const ils = network.as('ILS');
  for (const { patronRef } of loans)
    await put(ils, patronRef, ana({ email: `${patronRef.slice(5)}@example.org` }));
  const events = loans.flatMap((loan, n) => [
    loanCreated(n, loan),
    loanReturned(n, { at: '2026-11-19T16:04:00+01:00' }),
  ]);
  await postEvents(ils, events.slice(0, count));
  await postEvents(ils, events.slice(count));
  await settle(network);
}, 120_000);

afterAll(async () => {
  await network.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** The records of loans, whatever they still say. */
async function records(): Promise<string[]> {
  const TableName = `${network.local.folder.tablePrefix}Loans`;
  const found: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: network.local.client }, { TableName }))
    found.push(...Items.map(({ pk }) => pk?.S ?? ''));
  return found.filter((pk) => /^(?:LOAN|HOLD|PERIOD)#/u.test(pk));
}

/** Of these texts, those that stand in a file of the engine, free pages and journal included. */
async function inEngineFiles(texts: readonly string[]): Promise<string[]> {
  const files: Buffer[] = [];
  for await (const name of glob('engine/*', { cwd: dataFolder }))
    files.push(await readFile(join(dataFolder, name)));
  expect(files.length).toBeGreaterThan(0);
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

async function inRaw(text: string): Promise<unknown> {
  const url = `${network.baseUrl}/_local/raw?contains=${encodeURIComponent(text)}`;
  return (await raw(url)).body['count'];
}

const traces = loans.flatMap(({ title, itemRef, patronRef }) => [title, itemRef, patronRef]);

it('[RET-05] after the night, nothing says who had what: not a store, not a byte of the engine', async () => {
  expect(await records()).toHaveLength(2 * count);
  expect(await inEngineFiles(['LOAN_LINK', 'valserine'])).toEqual(['LOAN_LINK', 'valserine']);
  await moveTo(network, '2027-04-01T09:00:00+02:00');
  const left = await records();
  expect(left.filter((pk) => pk.startsWith('PERIOD#'))).toEqual([]);
  expect(left).toHaveLength(count);
  expect(await inEngineFiles(traces)).toEqual([]);
  for (const text of ['Ouvrage singulier', 'koha:item:88']) expect(await inRaw(text)).toBe(0);
  for (const { patronRef } of loans.slice(0, 3)) expect(await inRaw(patronRef)).toBe(0);
});

it('[RET-05] two days later not even a mark stands', async () => {
  await moveTo(network, '2027-04-04T09:00:00+02:00');
  expect(await records()).toEqual([]);
});
