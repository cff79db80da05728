import { describe, expect, it } from '@jest/globals';
import { createRouter } from '../../../infra/local/routing.ts';
import type { InventoryRoute } from '../../../infra/inventory/types.ts';

const route = (method: InventoryRoute['method'], path: `/${string}`): InventoryRoute => ({
  id: `${method} ${path}`,
  plugin: 'p',
  operation: 'o',
  target: 'p-f',
  method,
  path,
  function: 'f',
  title: { fr: '', en: '' },
  permission: 'PUBLIC',
  responses: { 200: null },
});

const match = createRouter([
  route('GET', '/v1/audit/{id}'),
  route('GET', '/v1/audit/checkpoints'),
  route('GET', '/v1/patrons/{patronRef}'),
  route('PUT', '/v1/patrons/{patronRef}'),
  route('PUT', '/v1/patrons/{patronRef}/consents/{purpose}/{channel}'),
  route('GET', '/p/{token}'),
]);
const found = (method: string, path: string) => {
  const result = match(method, path);
  return result && { id: result.route.id, ...result.pathParameters };
};

describe('route matching', () => {
  it.each([
    ['GET', '/v1/audit/checkpoints', { id: 'GET /v1/audit/checkpoints' }],
    ['GET', '/v1/audit/other', { id: 'other' }],
    ['GET', '/v1/patrons/koha:1042', { id: 'GET /v1/patrons/{patronRef}', patronRef: 'koha:1042' }],
    [
      'GET',
      '/v1/patrons/koha%3A1042',
      { id: 'GET /v1/patrons/{patronRef}', patronRef: 'koha:1042' },
    ],
    ['GET', '/v1/patrons/a%2Fb', { id: 'GET /v1/patrons/{patronRef}', patronRef: 'a/b' }],
    ['PUT', '/v1/patrons/koha:1', { id: 'PUT /v1/patrons/{patronRef}', patronRef: 'koha:1' }],
    [
      'PUT',
      '/v1/patrons/koha:1/consents/NEWSLETTER/EMAIL',
      { patronRef: 'koha:1', purpose: 'NEWSLETTER', channel: 'EMAIL' },
    ],
  ])('%s %s', (method, path, expected) => {
    expect(found(method, path)).toMatchObject(expected);
  });

  it.each([
    ['GET', '/v1/patrons'],
    ['GET', '/v1/patrons/'],
    ['GET', '/v1/patrons/koha:1/'],
    ['DELETE', '/v1/patrons/koha:1'],
    ['GET', '/v1/patrons/%E0%A4%A'],
    ['GET', '/V1/patrons/koha:1'],
    ['GET', '/'],
  ])('nothing for %s %s', (method, path) => {
    expect(found(method, path)).toBeUndefined();
  });
});
