import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { createServer, type Client, type Server } from '../local/client.ts';
import type { Consumption } from '../local/consumed.ts';
import { startLocal, type LocalNetwork } from '../local/local.ts';
import { operations, type OperationId } from './mix.ts';
import { measuredOf, type Measured, type Units } from './units.ts';

const readers = 50;
const batch = 50;
const anything = z.unknown();

/** A small network lives through its operations, one kind after the other, and each is metered by itself. */
export async function measureUnits(progress: (line: string) => void): Promise<Measured> {
  const local = await startLocal({ inMemory: true, clock: { held: true } });
  try {
    const server = createServer({ baseUrl: local.url });
    const steps = stepsOf(local, server);
    const measured: Partial<Record<OperationId, Units>> = {};
    for (const { id, count, requests, prepare, run } of steps) {
      progress(`${id}…`);
      await prepare?.();
      await consumed(server.open, 'DELETE');
      const before = await logSize(local);
      await run();
      await local.background.drain();
      const used = await consumed(server.open, 'GET');
      const logBytes = (await logSize(local)) - before;
      measured[id] = perOperation(used, { count, requests, logBytes });
    }
    return complete(measured);
  } finally {
    await local.stop();
  }
}

interface Step {
  readonly id: OperationId;
  readonly count: number;
  readonly requests: number;
  /** Not metered. */
  readonly prepare?: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}

function stepsOf(local: LocalNetwork, server: Server): readonly Step[] {
  const ils = server.as('ILS');
  const desk = server.as('DESK');
  const each = (id: OperationId, run: (n: number) => Promise<unknown>): Step => ({
    id,
    count: readers,
    requests: readers,
    run: () => oneAfterTheOther(readers, run),
  });
  const events = (id: OperationId, eventOf: (n: number) => object): Step => ({
    id,
    count: batch,
    requests: 1,
    run: () =>
      post(ils, '/v1/ils-events', { events: Array.from({ length: batch }, (_, n) => eventOf(n)) }),
  });
  const notify = (id: OperationId, reminder: number): Step =>
    each(id, (n) =>
      post(ils, '/v1/notifications', {
        purpose: 'OVERDUE',
        patronRef: refOf(n),
        data: { reminder },
        dedupeKey: `${id}-${String(n)}`,
      }),
    );
  return [
    each('patron', (n) => put(ils, `/v1/patrons/${refOf(n)}`, patron(n))),
    events('loan', (n) => event(n, { type: 'loan.created', at: loanedAt, dueOn: '2026-11-23' })),
    events('renewal', (n) =>
      event(n, { type: 'loan.renewed', at: renewedAt, dueOn: '2026-12-14' }),
    ),
    each('reader', (n) => get(desk, `/v1/patrons/${refOf(n)}`)),
    each('list', (n) => get(desk, `/v1/patrons/${refOf(n)}/loans`)),
    events('return', (n) => event(n, { type: 'loan.returned', at: returnedAt })),
    notify('email', 1),
    notify('sms', 3),
    each('decision', (n) =>
      post(desk, '/v1/decisions', { patronRef: refOf(n), purpose: 'OVERDUE', channel: 'EMAIL' }),
    ),
    each('choice', (n) => put(desk, `/v1/patrons/${refOf(n)}/consents/NEWSLETTER/EMAIL`, choice)),
    {
      id: 'minute',
      count: 20,
      requests: 0,
      run: () => oneAfterTheOther(20, (n) => aMinute(local, n)),
    },
    {
      id: 'counting',
      count: batch,
      requests: 0,
      // Between the end of the month of these loans and the night in which it is counted.
      prepare: () => moveTo(server.open, '2026-12-11T03:30:00+01:00'),
      run: () => local.invoke({ target: 'statistics-close', event: {} }),
    },
    {
      id: 'forgetting',
      count: batch,
      requests: 0,
      prepare: () => moveTo(server.open, '2027-03-31T23:50:00+02:00'),
      run: () => moveTo(server.open, '2027-04-01T00:01:00+02:00'),
    },
  ];
}

const refOf = (n: number) => `koha:${String(1000 + n)}`;
const loanedAt = '2026-11-02T10:00:00+01:00';
const renewedAt = '2026-11-19T10:00:00+01:00';
const returnedAt = '2026-11-20T16:00:00+01:00';
const work = { title: 'Les Misérables', author: 'Victor Hugo' };

const event = (n: number, more: { type: string; at: string; dueOn?: string }) => ({
  id: `${more.type}-${String(n)}`,
  patronRef: refOf(n % readers),
  loanRef: `koha:${String(n)}`,
  itemRef: `koha:item:${String(n)}`,
  library: 'vs-centre',
  ...(more.type === 'loan.created' && work),
  ...more,
});

const patron = (n: number) => ({
  library: 'vs-centre',
  category: 'ADULT',
  name: { family: `Mesure${String(n)}`, given: ['Ève'] },
  birthYear: 1980,
  address: { lines: ['3 rue du Bac'], postCode: '01200', city: 'Valserine' },
  email: `mesure${String(n)}@example.org`,
  mobile: `+336123456${String(10 + n)}`,
  enrolledOn: '2025-09-01',
  informed: [
    {
      purpose: 'OVERDUE',
      notice: 'enrolment-adult',
      version: 1,
      by: 'PAPER_FORM',
      on: '2025-09-01',
    },
  ],
  source: 'ILS',
});

const choice = {
  decision: 'GIVEN',
  act: 'FORM_TICK',
  at: '2026-11-23T08:30:00+01:00',
  collectedBy: { type: 'STAFF', ref: 'desk-1' },
  notice: { id: 'newsletter', version: 1, locale: 'fr' },
};

/** The schedules that are a rate; the local scheduler skips them when nothing was written. */
async function aMinute(local: LocalNetwork, minute: number): Promise<void> {
  const at = local.clock.now().toString();
  for (const { id, target, everyMinutes } of local.inventory.schedules) {
    if (everyMinutes !== undefined && minute % everyMinutes === 0)
      await local.invoke({ target, event: { schedule: id, at } });
  }
}

/** All loans of the measure fall due at midnight of 1 April; the sweep of that minute is metered, the months before are not. */
const moveTo = (open: Client, now: string) => post(open, '/_local/clock', { now });

async function post(client: Client, path: string, body: object): Promise<void> {
  await must(client.call({ method: 'POST', path, body, answer: anything }), path);
}

async function put(client: Client, path: string, body: object): Promise<void> {
  await must(client.call({ method: 'PUT', path, body, answer: anything }), path);
}

async function get(client: Client, path: string): Promise<void> {
  await must(client.call({ method: 'GET', path, answer: anything }), path);
}

async function must(answer: ReturnType<Client['call']>, path: string): Promise<void> {
  const { ok, ...rest } = await answer;
  if (!ok) throw new Error(`${path} was refused: ${JSON.stringify(rest)}`);
  const { data } = Outcomes.safeParse('value' in rest ? rest.value : undefined);
  const other = data?.outcomes.find(({ status }) => status !== 'APPLIED');
  if (other) throw new Error(`${path}: ${JSON.stringify(other)}`);
}
const Outcomes = z.object({ outcomes: z.array(z.looseObject({ status: z.string() })) });

async function oneAfterTheOther(
  times: number,
  run: (n: number) => Promise<unknown>,
): Promise<void> {
  for (let n = 0; n < times; n += 1) await run(n);
}

const UnitsOf = z.record(z.string(), z.object({ read: z.number(), write: z.number() }));
const Counts = z.record(z.string(), z.number());
const Consumed = z.object({
  byTable: UnitsOf,
  byFunction: UnitsOf,
  calls: Counts,
  invocations: Counts,
});

async function consumed(open: Client, method: 'GET' | 'DELETE'): Promise<Consumption> {
  const empty = { byTable: {}, byFunction: {}, calls: {}, invocations: {} };
  const answer = await open.call({ method, path: '/_local/consumed', answer: anything });
  if (!answer.ok) throw new Error('the meter does not answer');
  return method === 'GET' ? Consumed.parse(answer.value) : empty;
}

const logSize = async ({ folder }: LocalNetwork): Promise<number> =>
  (await stat(join(folder.path, 'logs/functions.jsonl'))).size;

function perOperation(
  used: Consumption,
  { count, requests, logBytes }: { count: number; requests: number; logBytes: number },
): Units {
  const units = Object.values(used.byTable);
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0) / count;
  const calls = (prefix: string) =>
    sum(Object.entries(used.calls).flatMap(([name, n]) => (name.startsWith(prefix) ? [n] : [])));
  return {
    read: sum(units.map(({ read }) => read)),
    write: sum(units.map(({ write }) => write)),
    requests: requests / count,
    invocations: sum(Object.values(used.invocations)),
    kms: calls('KMS.'),
    queue: calls('SQS.') * 3, // sent by us; received and deleted by Lambda
    calls: calls(''),
    logBytes: logBytes / count,
  };
}

function complete(measured: Partial<Measured>): Measured {
  const missing = operations.filter((id) => !measured[id]);
  if (missing.length > 0) throw new Error(`not measured: ${missing.join(', ')}`);
  return measuredOf(measured);
}
