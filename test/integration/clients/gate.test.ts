import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Caller } from '#core/caller.ts';
import { chunks } from '#core/chunks.ts';
import { createClient } from '../../../functions/clients/app/manage.ts';
import { createDeps } from '../../../functions/clients/container.ts';
import { pace } from '../../../functions/clients/domain/pace.ts';
import { manifest as clients } from '../../../functions/clients/manifest.ts';
import { createClientGate } from '../../../functions/clients/provides.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

const admin: Caller = {
  sub: 'admin-1',
  network: 'pays-de-valserine',
  communes: ['*'],
  roles: ['ADMIN'],
  guardianOf: [],
};
const start = '2026-11-23T09:00:00+01:00';
let ground: TestGround;

beforeAll(async () => {
  ground = await openTestGround({ manifests: [clients, rights], now: start });
});
afterAll(() => ground.stop());

async function newClient(id: string): Promise<string> {
  const runtime = ground.runtime();
  const made = await createClient(createDeps(runtime), {
    ...{ id, source: 'evergreen', communes: ['valserine'], expiresOn: '2026-12-31' },
    caller: admin,
    now: runtime.clock.now(),
  });
  if (!made.ok) throw new Error(made.problem.code);
  return `Bearer ${id}.${made.value.secret}`;
}

const admitted = async (header: string) => {
  const answer = await createClientGate(ground.runtime()).admit(header);
  return answer.ok ? 'ADMITTED' : `${answer.problem.status} ${answer.problem.code}`;
};

const Items = z.array(z.looseObject({ sk: z.string() }));
const historyOf = async (id: string) => {
  const { Items: items } = await ground.client.send(
    new QueryCommand({
      TableName: 'Clients',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `CLIENT#${id}` },
    }),
  );
  return Items.parse(items);
};

describe('[GOV-10] the bucket of a client', () => {
  it('lets a burst through, then exactly its rate, whoever asks at the same moment', async () => {
    const header = await newClient('burst');
    const gate = createClientGate(ground.runtime());
    const answers = [];
    for (const page of chunks(Array.from({ length: pace.burst + 5 }), 40))
      answers.push(...(await Promise.all(page.map(() => gate.admit(header)))));
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429, 429, 429]);
    expect(refused.every(({ retryAfterSeconds }) => retryAfterSeconds === 1)).toBe(true);
    ground.setNow('2026-11-23T09:00:01+01:00');
    expect(await admitted(header)).toBe('ADMITTED');
    ground.setNow(start);
  }, 60_000);
});

describe('[GOV-09] the audit of a client', () => {
  it('says who made it, how often it came, and why it was refused; never the secret', async () => {
    const header = await newClient('audited');
    const [, secret = ''] = header.split('.');
    const wrong = `Bearer audited.${'x'.repeat(43)}`;
    expect(await admitted(header)).toBe('ADMITTED');
    expect(await admitted(header)).toBe('ADMITTED');
    expect(await admitted(wrong)).toBe('401 UNAUTHENTICATED');
    const items = await historyOf('audited');
    expect(items).toEqual([
      expect.objectContaining({ sk: 'DAY#2026-11-23', admitted: 2, wrongSecret: 1 }),
      expect.objectContaining({ type: 'client.created', actor: 'admin-1' }),
    ]);
    expect(items.every(({ ttl }) => ttl !== undefined)).toBe(true);
    expect(JSON.stringify([items, ground.logged])).not.toContain(secret);
  });

  it('refuses the day after the last, and counts it', async () => {
    const header = await newClient('ending');
    ground.setNow('2026-12-31T23:59:59+01:00');
    expect(await admitted(header)).toBe('ADMITTED');
    ground.setNow('2027-01-01T00:00:00+01:00');
    expect(await admitted(header)).toBe('401 CLIENT_EXPIRED');
    ground.setNow(start);
    expect(await historyOf('ending')).toContainEqual(
      expect.objectContaining({ sk: 'DAY#2027-01-01', expired: 1 }),
    );
  });

  it('knows nobody by a name that does not exist', async () => {
    expect(await admitted(`Bearer nobody.${'x'.repeat(43)}`)).toBe('401 UNAUTHENTICATED');
    expect(await historyOf('nobody')).toEqual([]);
  });
});
