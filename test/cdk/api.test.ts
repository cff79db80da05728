import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { clientPath } from '#core/manifest.ts';
import { makeStacks, network, subjects } from './stacks.ts';
import { at, resourcesOf } from './template.ts';

describe.each(subjects)('the API of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const routes = resourcesOf(stacks, 'AWS::ApiGatewayV2::Route');
  const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

  it('has exactly the routes of the inventory', () => {
    expect(routes.map(({ properties }) => properties['RouteKey']).toSorted()).toEqual(
      inventory.routes.map(keyOf).toSorted(),
    );
  });

  it('[GOV-10] asks the identity provider at every route that is neither PUBLIC nor for clients', () => {
    const open = routes.filter(({ properties }) => properties['AuthorizationType'] !== 'JWT');
    const declared = inventory.routes
      .filter(({ permission, byClient }) => permission === 'PUBLIC' || byClient)
      .map(keyOf);
    expect(open.map(({ properties }) => properties['RouteKey']).toSorted()).toEqual(
      declared.toSorted(),
    );
    for (const { properties } of routes.filter((route) => !open.includes(route))) {
      expect(properties['AuthorizerId']).toBeDefined();
    }
  });

  it('[GOV-10] opens nothing to clients but the intake, whose function knows them', () => {
    const doors = inventory.routes.filter(({ byClient }) => byClient);
    expect(doors.length).toBeGreaterThan(0);
    for (const { method, path, permission, target } of doors) {
      expect([method, permission]).toEqual(['POST', ['ILS']]);
      expect(path).toMatch(/^\/clients\/v1\//u);
      const owner = inventory.functions.find(({ id }) => id === target);
      expect(owner?.requires).toContain('clients.gate');
      const twin = inventory.routes.find((route) => clientPath(route.path) === path);
      expect(twin).toMatchObject({ target, permission });
    }
  });

  it('trusts the issuer and the audience of the network only', () => {
    const authorizers = resourcesOf(stacks, 'AWS::ApiGatewayV2::Authorizer').map(
      ({ properties }) => properties['JwtConfiguration'],
    );
    for (const authorizer of authorizers) {
      expect(authorizer).toEqual({
        Issuer: network.identity.issuer,
        Audience: [network.identity.audience],
      });
    }
    expect(authorizers).toHaveLength(
      inventory.routes.some(({ permission }) => permission !== 'PUBLIC') ? 1 : 0,
    );
  });

  it('[GOV-15] is throttled, and its log names no person, path or address', () => {
    const [stage] = resourcesOf(stacks, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    const format = z
      .record(z.string(), z.string())
      .parse(JSON.parse(String(at(stage?.properties, 'AccessLogSettings', 'Format'))));
    expect(Object.values(format).toSorted()).toEqual(
      [
        'authorizer.error',
        'integrationErrorMessage',
        'requestId',
        'requestTimeEpoch',
        'responseLatency',
        'routeKey',
        'status',
      ].map((name) => `$context.${name}`),
    );
  });
});
