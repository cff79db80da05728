import { afterEach, expect, it } from '@jest/globals';
import * as z from 'zod';
import { sitAt } from '../../support/messages.ts';
import { ana, moveTo, raw, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
afterEach(() => network.stop());

const Consumed = z.object({
  byFunction: z.record(z.string(), z.object({ read: z.number(), write: z.number() })),
});

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
    await raw(`${network.baseUrl}/_local/consumed`, { method: 'DELETE' });
    await moveTo(network, `${day}T01:00:00+01:00`);
    const { body } = await raw(`${network.baseUrl}/_local/consumed`);
    const { byFunction } = Consumed.parse(body);
    return byFunction['inactivity-watch'] ?? { read: 0, write: 0 };
  };

  await bring(1000, 1003, '2026-11-01');
  const few = await night('2026-11-24');
  await bring(2000, 2300, '2026-11-02');
  const many = await night('2026-11-25');
  expect(few.read).toBeGreaterThan(0);
  expect([many.read, many.write]).toEqual([few.read, 0]);
});
