import { afterEach, expect, it } from '@jest/globals';
import * as z from 'zod';
import { sitAt } from '../../support/messages.ts';
import {
  ana,
  loanCreated,
  moveTo,
  postEvents,
  put,
  raw,
  startTestNetwork,
  type TestNetwork,
} from '../../support/network.ts';

let network: TestNetwork;
afterEach(() => network.stop());

const Consumed = z.object({
  byFunction: z.record(z.string(), z.object({ read: z.number(), write: z.number() })),
  calls: z.record(z.string(), z.number()),
});
type Consumed = z.infer<typeof Consumed>;

/** What the network asks for until that moment of the clock. */
async function costUntil(instant: string): Promise<Consumed> {
  await raw(`${network.baseUrl}/_local/consumed`, { method: 'DELETE' });
  await moveTo(network, instant);
  return Consumed.parse((await raw(`${network.baseUrl}/_local/consumed`)).body);
}

const callsOf = (consumed: Consumed, service: string) =>
  Object.entries(consumed.calls)
    .filter(([name]) => name.startsWith(`${service}.`))
    .reduce((sum, [, count]) => sum + count, 0);

it('[RET-09] a quiet night reads as much for three hundred readers as for three, and the first look files each once', async () => {
  network = await startTestNetwork();
  const ils = await sitAt(network, { role: 'ILS' });
  const bring = async (from: number, to: number, enrolledOn: string) => {
    const rows = Array.from({ length: to - from }, (_, n) => {
      const number = String(from + n);
      return {
        ...ana({ enrolledOn, email: `r${number}@example.org`, mobile: undefined }),
        patronRef: `koha:${number}`,
        name: { family: `Lecteur${'abcdefghij'.charAt(n % 10)}`, given: [`Prénom ${number}`] },
      };
    });
    await ils.post('/v1/imports', { source: 'ILS', commune: 'valserine', rows });
  };
  const night = async (day: string) => {
    const { byFunction } = await costUntil(`${day}T01:00:00+01:00`);
    return byFunction['inactivity-watch'] ?? { read: 0, write: 0 };
  };

  await bring(1000, 1003, '2026-11-01');
  const few = await night('2026-11-24');
  await bring(2000, 2300, '2026-11-02');
  const many = await night('2026-11-25');
  expect(few.read).toBeGreaterThan(0);
  expect([many.read, many.write]).toEqual([few.read, 0]);
});

it('[RET-11] who is held by a loan is asked for once a day, with all others of the night, and opened no more', async () => {
  network = await startTestNetwork();
  const hold = async (from: number, to: number) => {
    const numbers = Array.from({ length: to - from }, (_, n) => String(from + n));
    for (const n of numbers) {
      const name = { family: 'Petit', given: [`Prénom ${n}`] };
      const more = { enrolledOn: '2024-03-14', name, email: undefined, mobile: undefined };
      await put(network.as('ILS'), `koha:${n}`, ana(more));
    }
    const out = { at: '2025-10-06T10:00:00+02:00', dueOn: '2025-10-27' };
    const loans = numbers.map((n) => loanCreated(n, { ...out, patronRef: `koha:${n}` }));
    await postEvents(network.as('ILS'), loans);
  };
  await hold(3000, 3002);
  await moveTo(network, '2026-12-02T13:00:00+01:00');
  const few = await costUntil('2026-12-03T01:00:00+01:00');
  await hold(4000, 4020);
  await moveTo(network, '2026-12-12T13:00:00+01:00');
  const many = await costUntil('2026-12-13T01:00:00+01:00');
  const noon = await costUntil('2026-12-13T13:00:00+01:00');
  expect(callsOf(many, 'DynamoDB')).toBeLessThanOrEqual(callsOf(few, 'DynamoDB'));
  expect([callsOf(few, 'KMS'), callsOf(many, 'KMS')]).toEqual([0, 0]);
  expect(callsOf(noon, 'DynamoDB')).toBeLessThan(callsOf(many, 'DynamoDB'));
  expect(many.byFunction['inactivity-watch']?.read).toBeGreaterThan(20);
});

it('[RGT-06] an erasure that nobody asked for costs the engine no more than sixty calls, its notice and its answer apart', async () => {
  network = await startTestNetwork();
  const bring = async (numbers: readonly number[], enrolledOn: string) => {
    for (const n of numbers) {
      const name = { family: 'Petit', given: [`Prénom ${String(n)}`] };
      const email = `r${String(n)}@example.org`;
      await put(network.as('ILS'), `koha:${String(n)}`, ana({ enrolledOn, name, email }));
    }
  };
  await bring([1], '2026-01-10');
  await bring([2, 3, 4], '2026-01-11');
  await moveTo(network, '2027-01-10T23:00:00+01:00');
  const one = await costUntil('2027-01-11T11:00:00+01:00');
  const three = await costUntil('2027-01-12T11:00:00+01:00');
  const each = (callsOf(three, 'DynamoDB') - callsOf(one, 'DynamoDB')) / 2;
  expect([each > 20, each <= 60, each]).toEqual([true, true, each]);
});
