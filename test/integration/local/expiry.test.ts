import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import { moveTo, raw, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
});
afterAll(() => network.stop());

const table = () => `${network.local.folder.tablePrefix}Snapshots`;

/** As functions write it: epoch seconds. */
async function write(sk: string, expires: string | undefined): Promise<void> {
  const seconds = expires === undefined ? undefined : String(Date.parse(expires) / 1000);
  const expiresAt = seconds === undefined ? {} : { expiresAt: { N: seconds } };
  const Item = { pk: { S: 'page' }, sk: { S: sk }, ...expiresAt };
  await network.local.client.send(new PutItemCommand({ TableName: table(), Item }));
}

async function left(): Promise<string[]> {
  const { Items = [] } = await network.local.client.send(new ScanCommand({ TableName: table() }));
  return Items.map(({ sk }) => sk?.S ?? '').toSorted();
}

it('removes what is two days past its TTL when the clock moves, as DynamoDB does, and nothing else', async () => {
  await write('early', '2026-11-24T12:00:00+01:00');
  await write('later', '2026-11-25T12:00:00+01:00');
  await write('never', undefined);
  await moveTo(network, '2026-11-26T11:59:00+01:00');
  expect(await left()).toEqual(['early', 'later', 'never']);
  await moveTo(network, '2026-11-27T11:59:30+01:00');
  expect(await left()).toEqual(['later', 'never']);
});

it('looks once a day of the clock, and again after it was set back', async () => {
  await write('gone', '2026-11-20T12:00:00+01:00');
  await moveTo(network, '2026-11-28T11:59:00+01:00');
  expect(await left()).toEqual(['gone', 'later', 'never']);
  await moveTo(network, '2026-11-23T09:00:00+01:00');
  expect(await left()).toContain('gone');
  await moveTo(network, '2026-11-24T09:00:00+01:00');
  expect(await left()).toEqual(['later', 'never']);
});

it('is not counted among what functions use', async () => {
  const consumed = `${network.baseUrl}/_local/consumed`;
  await raw(consumed, { method: 'DELETE' });
  await write('gone', '2026-11-20T12:00:00+01:00');
  await network.local.scheduler.catchUp();
  await moveTo(network, '2026-11-25T09:00:00+01:00');
  expect(await left()).not.toContain('gone');
  const { body } = await raw(consumed);
  const { byTable } = z.object({ byTable: z.record(z.string(), z.unknown()) }).parse(body);
  expect(Object.keys(byTable)).not.toContain('Snapshots');
});
