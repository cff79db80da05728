import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { composeLocal } from '../../../infra/inventory/compose.ts';
import { answeringRuntime } from '../inventory/runtime.ts';
import { faultsOf, functionOf, inventoryOf, makeTree, writeSource } from '../inventory/tree.ts';

const repository = resolve(import.meta.dirname, '../../..');
const guide = readFileSync(join(repository, 'docs/guides/write-a-plugin.md'), 'utf8');

const Answer = z.object({ statusCode: z.int(), body: z.string() });

describe('the guide “write a plugin”', () => {
  let root: string;

  beforeAll(() => {
    root = makeTree();
    for (const { groups } of guide.matchAll(
      /^`functions\/(?<file>\S+)`\n\n```ts\n(?<code>[\s\S]*?)^```$/gmu,
    ))
      writeSource(root, groups?.['file'] ?? '', groups?.['code'] ?? '');
  });

  it('describes a plugin without fault', async () => {
    expect(await faultsOf(root)).toEqual([]);
  });

  it('has the types that it should', () => {
    const config = { extends: join(repository, 'tsconfig.json'), include: ['functions'] };
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    expect(() =>
      execFileSync(process.execPath, [tsc, '-p', root], { encoding: 'utf8' }),
    ).not.toThrow();
  });

  it('answers as it says', async () => {
    const stored: unknown[] = [];
    const runtime = answeringRuntime({ TABLE_CLOSURES: 'closures' }, (input) => {
      if ('Item' in input) stored.push(input['Item']);
      return { Items: stored };
    });
    const { functions } = await inventoryOf(root);
    const handler = await composeLocal(functionOf(functions, 'closures-closures'), runtime);
    const call = async (method: string, on: string, communes = 'valserine') => {
      const path = `/v1/libraries/{library}/closures${method === 'PUT' ? '/{on}' : ''}`;
      const answer = await handler(
        {
          routeKey: `${method} ${path}`,
          headers: { 'content-type': 'application/json' },
          pathParameters: { library: 'vs-centre', ...(method === 'PUT' && { on }) },
          ...(method === 'PUT' && { body: '{"reason":"Inventaire"}' }),
          requestContext: {
            requestId: 'r',
            http: { method },
            authorizer: {
              jwt: { claims: { sub: 's', network: 'pays-de-test', communes, roles: 'MANAGER' } },
            },
          },
        },
        { awsRequestId: 'r', getRemainingTimeInMillis: () => 1000 },
      );
      const { statusCode, body } = Answer.parse(answer);
      return { statusCode, body: z.looseObject({}).parse(JSON.parse(body)) };
    };
    expect(await call('PUT', '2026-11-24')).toEqual({
      statusCode: 200,
      body: { on: '2026-11-24', reason: 'Inventaire' },
    });
    expect(await call('GET', '')).toEqual({
      statusCode: 200,
      body: { items: [{ on: '2026-11-24', reason: 'Inventaire' }] },
    });
    expect(await call('PUT', '2026-11-23')).toMatchObject({
      statusCode: 409,
      body: { code: 'TOO_LATE' },
    });
    expect(await call('PUT', '2026-11-24', 'montfort')).toMatchObject({ statusCode: 404 });
  });
});
