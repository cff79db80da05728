import {
  CreateTableCommand,
  DescribeTableCommand,
  ScanCommand,
  type AttributeValue,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { startCaller, type Measured } from './caller.ts';
import { killWhileWriting } from './consent-kill.ts';
import { lastSendAfterOpposition } from './consent-stop.ts';
import { importReaders, openBenchNetwork, type BenchNetwork } from './network.ts';
import { load, quantile, type Bench } from './report.ts';

const readers = 300;
export const channels = ['EMAIL', 'SMS', 'POST'] as const;
/** What each reader decides on three channels, one after the other. */
const decisions = ['GIVEN', 'WITHDRAWN'] as const;
/** Whether the relay and what hears of each change wait until the round is over. */
const rounds = [true, false, true].flatMap((isAlone) =>
  decisions.map((decision) => ({ isAlone, decision })),
);

type Item = Record<string, AttributeValue>;

/**
 * Choices written through HTTP — token, rules, proof sealed, audit and outbox in the transaction — against the very
 * transactions that they left in the store, sent bare to the same engine. Both over 8 connections, by the same caller in a
 * process of its own. The relay and what hears of each change are other functions in the cloud, and one process with the API
 * here: they wait until a round is over and are then drained, all that an answer promises being in the store by then. A
 * figure with them at work is printed beside it.
 * Then two promises: what was answered 200 survives `kill -9`, and nothing leaves after an opposition.
 */
export const measureConsent: Bench = async (progress) => {
  const measured = await measureWrites(progress);
  progress('consent: kill -9 while writing…');
  const killed = await killWhileWriting();
  progress('consent: an opposition while messages leave…');
  const lastSend = await lastSendAfterOpposition();
  const ratio = measured.through.perSecond / measured.bare.perSecond;
  return {
    bench: 'consent',
    figures: [
      {
        name: 'choices through HTTP, 8 connections',
        value: measured.through.perSecond,
        unit: 'per second',
      },
      { name: 'choices through HTTP, p95', value: measured.through.p95, unit: 'ms' },
      {
        name: 'choices, relay and queues at work',
        value: measured.busy.perSecond,
        unit: 'per second',
      },
      { name: 'choices, relay and queues at work, p95', value: measured.busy.p95, unit: 'ms' },
      { name: 'the same transactions bare', value: measured.bare.perSecond, unit: 'per second' },
      { name: 'the same transactions bare, p95', value: measured.bare.p95, unit: 'ms' },
      { name: 'CPU of the runtime, one choice', value: measured.cpuMs, unit: 'ms' },
      { name: 'load average after these rounds', value: measured.load, unit: '' },
      { name: 'kill -9: answered 200', value: killed.answered, unit: 'choices' },
      { name: 'kill -9: of these in the store after', value: killed.found, unit: 'choices' },
      { name: 'kill -9: in the store in all', value: killed.stored, unit: 'choices' },
      { name: 'e-mails that left before the opposition', value: lastSend.before, unit: 'e-mails' },
      { name: 'last e-mail after its answer (< 0: before)', value: lastSend.seconds, unit: 's' },
    ],
    ratio,
    bound: 'at least 0.4; kill -9 loses none; last send at most 5 s after',
    passed:
      ratio >= 0.4 &&
      killed.answered > 0 &&
      killed.found === killed.answered &&
      lastSend.before > 0 &&
      lastSend.seconds <= 5,
  };
};

/** Each side a round, in turn; the better one of each counts. */
async function measureWrites(progress: (line: string) => void) {
  const network = await openBenchNetwork();
  const caller = startCaller();
  try {
    await importReaders(network.ils, readers);
    await createBareTable(network);
    const through: Measured[] = [];
    const busy: Measured[] = [];
    const bare: Measured[] = [];
    let cpuMs = Infinity;
    const known = new Set<string>();
    for (const [round, { decision, isAlone }] of rounds.entries()) {
      const calls = callsOf(decision, round * 5);
      progress(
        `consent: ${String(calls.length)} times ${decision}, relay ${isAlone ? 'held' : 'at work'}…`,
      );
      const release = isAlone ? await network.local.background.hold() : undefined;
      const before = process.cpuUsage();
      const measuredNow = await caller.run({ kind: 'HTTP', baseUrl: network.local.url, calls });
      const { user, system } = process.cpuUsage(before);
      if (isAlone) cpuMs = Math.min(cpuMs, (user + system) / 1000 / calls.length);
      progress(`consent: ${rateOf(measuredNow).toFixed(0)} a second`);
      (isAlone ? through : busy).push(measuredNow);
      release?.();
      await network.local.background.drain();
      const transactions = await storedTransactions(network, known);
      progress(`consent: ${String(transactions.length)} bare transactions…`);
      const floor = { kind: 'BARE', endpoint: network.engine.endpoint, transactions } as const;
      const floorNow = await caller.run(floor);
      progress(`consent: ${rateOf(floorNow).toFixed(0)} a second`);
      bare.push(floorNow);
    }
    const rates = { through: summary(through), busy: summary(busy), bare: summary(bare) };
    return { ...rates, cpuMs, load: load() };
  } finally {
    caller.stop();
    await network.close();
  }
}

const rateOf = ({ times, seconds }: Measured) => times.length / seconds;

const summary = (measured: readonly Measured[]) => ({
  perSecond: Math.max(...measured.map(rateOf)),
  p95: quantile(
    measured.flatMap(({ times }) => times),
    0.95,
  ),
});

/** A choice as the library system sends it. */
export const choiceBody = (decision: string, minute: number): object => ({
  decision,
  act: 'FORM_TICK',
  at: `2026-11-22T10:${String(minute).padStart(2, '0')}:00+01:00`,
  collectedBy: { type: 'STAFF', ref: 'bench' },
  evidence: { kind: 'PAPER_FORM', ref: 'bench-1' },
  ...(decision === 'GIVEN' && { notice: { id: 'newsletter', version: 1, locale: 'fr' } }),
});

const refOf = (n: number) => `koha:${String(100_000 + n)}`;

/** Channel by channel: neighbours in time are different readers, as at many desks. */
const callsOf = (decision: string, minute: number) =>
  channels.flatMap((channel) =>
    Array.from({ length: readers }, (_, n) => ({
      path: `/v1/patrons/${refOf(n)}/consents/NEWSLETTER/${channel}`,
      body: choiceBody(decision, minute),
    })),
  );

/** Each event that is not yet known, with the state item of its reader: what one choice writes. */
async function storedTransactions(
  { local, bare }: BenchNetwork,
  known: Set<string>,
): Promise<TransactWriteItemsCommandInput[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await bare.send(
      new ScanCommand({
        TableName: `${local.folder.tablePrefix}Consents`,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  const idOf = ({ sk }: Item) => sk?.S ?? '';
  const states = new Map(
    items.filter((item) => idOf(item) === 'STATE').map((item) => [item['pk']?.S, item]),
  );
  const fresh = items.filter((item) => idOf(item).startsWith('EVENT#') && !known.has(idOf(item)));
  for (const event of fresh) known.add(idOf(event));
  return fresh
    .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .flatMap((event) => {
      const state = states.get(event['pk']?.S);
      return state ? [transactionOf({ ...event, outbox: { S: 'PENDING' } }, state)] : [];
    });
}

const transactionOf = (event: Item, state: Item): TransactWriteItemsCommandInput => ({
  TransactItems: [
    {
      Put: {
        TableName: bareTable,
        Item: event,
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Put: {
        TableName: bareTable,
        Item: state,
        ConditionExpression: 'attribute_not_exists(pk) OR seq <= :seq',
        ExpressionAttributeValues: { ':seq': state['seq'] ?? { N: '0' } },
      },
    },
  ],
});

const bareTable = 'bare-consents';

/** With the keys and indexes of the real one. */
async function createBareTable({ bare, local }: BenchNetwork): Promise<void> {
  const { Table } = await bare.send(
    new DescribeTableCommand({ TableName: `${local.folder.tablePrefix}Consents` }),
  );
  await bare.send(
    new CreateTableCommand({
      TableName: bareTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
      ),
    }),
  );
}
