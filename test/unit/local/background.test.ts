import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openQueues } from '../../../infra/local/aws/queues.ts';
import { createBackground } from '../../../infra/local/background.ts';
import { demoStart, openClock } from '../../../infra/local/clock.ts';
import type { Outcome } from '../../../infra/local/invoke.ts';
import type { Inventory, InventoryFunction } from '../../../infra/inventory/types.ts';

const folder = mkdtempSync(join(tmpdir(), 'discretion-background-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fn = (id: string, more: Partial<InventoryFunction>): InventoryFunction => ({
  id,
  plugin: 'p',
  entry: '',
  contributions: [],
  requires: [],
  grants: [],
  timeoutSeconds: 10,
  memoryMb: 512,
  consumes: [],
  receives: [],
  tables: [],
  variables: [],
  ...more,
});

const inventory: Inventory = {
  plugins: [],
  routes: [],
  schedules: [],
  tables: [],
  personalData: [],
  subscriptions: {},
  functions: [
    fn('p-listen', { consumes: ['a'], queue: { name: 'p-listen', deadLetters: 'p-listen-dlq' } }),
    fn('p-relay', { composes: 'relay' }),
  ],
};

/** `answer` says how the consumer ends, given the bodies of its batch. */
function setUp(name: string, answer: (bodies: string[], ids: string[]) => Outcome) {
  const clock = openClock({ file: join(folder, `${name}.json`), held: true });
  const queues = openQueues(join(folder, name), clock);
  queues.declare('p-listen', {
    visibilitySeconds: 60,
    maxReceives: 2,
    deadLetterQueue: 'p-listen-dlq',
  });
  const batches: string[][] = [];
  const relays: number[] = [];
  let writes = 0;
  const background = createBackground({
    inventory,
    queues,
    clock,
    writes: () => writes,
    deliverPushes: () => Promise.resolve(0),
    invoke: ({ target, event }) => {
      if (target === 'p-relay') {
        relays.push(writes);
        return Promise.resolve({ status: 'OK', value: undefined });
      }
      const { Records: records } = event as { Records: { body: string; messageId: string }[] };
      const bodies = records.map(({ body }) => body);
      batches.push(bodies);
      return Promise.resolve(
        answer(
          bodies,
          records.map(({ messageId }) => messageId),
        ),
      );
    },
  });
  const write = () => {
    writes += 1;
  };
  return { clock, queues, background, batches, relays, write };
}

const done: Outcome = { status: 'OK', value: { batchItemFailures: [] } };
const empty = { visible: 0, inFlight: 0, delayed: 0 };

describe('held', () => {
  it('does nothing, not even for who drains, until it is released; then all of it', async () => {
    const { queues, background, batches, relays, write } = setUp('held', () => done);
    const release = await background.hold();
    queues.send('p-listen', { body: 'one' });
    write();
    background.poke();
    const drained = background.drain();
    await sleep(300);
    expect([batches, relays]).toEqual([[], []]);
    release();
    await drained;
    expect(batches).toEqual([['one']]);
    expect(relays).toEqual([1]);
    await background.stop();
  });
});

describe('queues', () => {
  it('hands over batches of ten and deletes what is done', async () => {
    const { queues, background, batches } = setUp('batches', () => done);
    for (let n = 0; n < 23; n += 1) queues.send('p-listen', { body: String(n) });
    await background.drain();
    expect(batches.map(({ length }) => length).sort()).toEqual([10, 10, 3]);
    expect(queues.depth('p-listen')).toEqual(empty);
  });

  it('brings back only what failed, when it is visible again, and sets it aside in the end', async () => {
    const { clock, queues, background, batches } = setUp('partial', (bodies, ids) => ({
      status: 'OK',
      value: {
        batchItemFailures: ids
          .filter((_, at) => bodies[at] === 'bad')
          .map((itemIdentifier) => ({ itemIdentifier })),
      },
    }));
    queues.send('p-listen', { body: 'good' });
    queues.send('p-listen', { body: 'bad' });
    await background.drain();
    expect(queues.depth('p-listen')).toEqual({ ...empty, inFlight: 1 });
    expect(background.nextVisibleAt()?.toString()).toBe('2026-11-23T08:01:00Z');
    clock.set(demoStart.add({ seconds: 60 }));
    await background.drain();
    expect(batches).toEqual([['good', 'bad'], ['bad']]);
    expect(queues.depth('p-listen')).toEqual(empty);
    expect(queues.depth('p-listen-dlq').visible).toBe(1);
  });

  it.each<[string, Outcome]>([
    ['the function failed', { status: 'FAILED' }],
    ['the function timed out', { status: 'TIMEOUT' }],
    ['its answer is malformed', { status: 'OK', value: { batchItemFailures: 'all' } }],
    [
      'it names a record that it was not given',
      { status: 'OK', value: { batchItemFailures: [{ itemIdentifier: 'x' }] } },
    ],
  ])('takes the whole batch for failed when %s', async (name, outcome) => {
    const { queues, background } = setUp(name.replaceAll(' ', '-'), () => outcome);
    for (const body of ['a', 'b']) queues.send('p-listen', { body });
    await background.drain();
    expect(queues.depth('p-listen')).toEqual({ ...empty, inFlight: 2 });
  });
});

describe('the relay', () => {
  it('runs at the start, and again only after something was written', async () => {
    const { background, relays, write } = setUp('relay', () => done);
    await background.drain();
    await background.drain();
    expect(relays).toEqual([0]);
    write();
    await background.drain();
    expect(relays).toEqual([0, 1]);
  });

  it('is poked once for many changes, and no more after a stop', async () => {
    const { background, relays, write } = setUp('poke', () => done);
    await background.drain();
    write();
    for (let n = 0; n < 5; n += 1) background.poke();
    await background.drain();
    expect(relays).toEqual([0, 1]);
    await background.stop();
    write();
    background.poke();
    await new Promise((passed) => setTimeout(passed, 10));
    expect(relays).toEqual([0, 1]);
  });
});

it('knows no instant when nothing waits', () => {
  expect(setUp('nothing', () => done).background.nextVisibleAt()).toBeUndefined();
});
