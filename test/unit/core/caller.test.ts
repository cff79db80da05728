import { describe, expect, it } from '@jest/globals';
import { actsIn, callerFrom, mayReach, ownPaths, type ClaimMapping } from '#core/caller.ts';
import { claimsOfToken, valueAt } from '#core/claims.ts';
import { flattenClaims } from '../../../infra/local/gateway.ts';
import { keycloakClaims, proConnectClaims } from '../../support/provider.ts';

const claims = { sub: 'koha', network: 'n', communes: ['a'], roles: ['DESK'] };

describe('callerFrom', () => {
  it('reads real arrays and the strings that API Gateway makes of them alike', () => {
    const gateway = { sub: 'koha', network: 'n', communes: '[a b]', roles: '[DESK ILS]' };
    expect(callerFrom(gateway)).toEqual({
      sub: 'koha',
      network: 'n',
      communes: ['a', 'b'],
      roles: ['DESK', 'ILS'],
      guardianOf: [],
    });
    expect(callerFrom(claims)?.communes).toEqual(['a']);
  });

  it.each([
    ['an unknown role', { ...claims, roles: ['MAYOR'] }],
    ['no network', { sub: 'koha', roles: ['DESK'] }],
    ['no claims at all', undefined],
  ])('refuses %s', (_name, value) => {
    expect(callerFrom(value)).toBeUndefined();
  });
});

describe('[GOV-10] callerFrom, with the claims of another provider', () => {
  const keycloak: ClaimMapping = {
    paths: { ...ownPaths, roles: 'resource_access.discretion.roles', network: undefined },
    roleNames: [{ name: 'agent-accueil', role: 'DESK' }],
    network: 'n',
  };
  const proConnect: ClaimMapping = {
    paths: { ...ownPaths, roles: 'belonging_population', communes: 'siret', network: undefined },
    roleNames: [{ name: 'agent', role: 'LIBRARIAN' }],
    communeNames: [{ name: '21010033300019', commune: 'a' }],
    network: 'n',
  };

  it('reads a Keycloak token: nested roles, their names translated, the others left out', () => {
    const claims = keycloakClaims(['agent-accueil', 'stagiaire'], { communes: ['a', 'b'] });
    expect(callerFrom({ ...claims }, keycloak)).toEqual({
      sub: claims.sub,
      network: 'n',
      communes: ['a', 'b'],
      roles: ['DESK'],
      guardianOf: [],
    });
  });

  it('reads a ProConnect token, flattened by the gateway too', () => {
    const claims = proConnectClaims('21010033300019');
    const caller = callerFrom(claims, proConnect);
    expect(caller).toMatchObject({ network: 'n', communes: ['a'], roles: ['LIBRARIAN'] });
    expect(callerFrom(flattenClaims(claims), proConnect)).toEqual(caller);
  });

  it('finds nobody where the network is promised as a claim and is not there', () => {
    const paths = { ...keycloak.paths, network: 'reseau' };
    expect(callerFrom(keycloakClaims(['agent-accueil']), { ...keycloak, paths })).toBeUndefined();
  });

  it('gives no right by an object that the gateway has flattened, where a text could imitate a key', () => {
    const claims = keycloakClaims(['agent-accueil']);
    const flattened = flattenClaims(claims);
    expect(flattened['resource_access']).toContain('discretion:map[roles:[agent-accueil]]');
    expect(callerFrom(flattened, keycloak)?.roles).toEqual([]);
  });
});

describe('claims', () => {
  it.each([
    ['a.b.c', { a: { b: { c: 1 } } }],
    ['a.b.c', { 'a.b.c': 1 }],
    ['a.b.c', { 'a.b': { c: 1 } }],
    ['a.b.c', { a: { other: 2 }, 'a.b': { c: 1 } }],
    ['a.b.c', { a: '{"b":{"c":1}}' }],
    ['https://id.fr/c', { 'https://id.fr/c': 1 }],
  ])('%s is found in %j', (path, value) => {
    expect(valueAt(value, path)).toBe(1);
  });

  it.each([
    ['a.b', { a: 'b' }],
    ['a.b', { a: 'map[b:1]' }],
    ['a.b', { a: '{"b":' }],
    ['toString', {}],
    ['a', undefined],
  ])('%s is not in %j', (path, value) => {
    expect(valueAt(value, path)).toBeUndefined();
  });

  const token = (payload: string) =>
    `Bearer e30.${Buffer.from(payload).toString('base64url')}.c2ln`;
  const said = { sub: 's', iss: 'i', roles: ['a b'] };

  it('are read from the token that the gateway has verified', () => {
    const header = token(JSON.stringify(said));
    expect(claimsOfToken(header, flattenClaims(said))).toEqual(said);
    expect(claimsOfToken(header.replace('Bearer ', ''), flattenClaims(said))).toEqual(said);
  });

  it.each([
    ['of another person', token(JSON.stringify({ ...said, sub: 'other' }))],
    ['of another issuer', token(JSON.stringify({ ...said, iss: 'other' }))],
    ['that is none', 'Bearer secret'],
    ['that is not JSON', token('{')],
    ['that is absent', undefined],
  ])('are not read from a token %s', (_name, header) => {
    expect(claimsOfToken(header, flattenClaims(said))).toBeUndefined();
  });
});

describe('[GOV-10] who reaches a reader', () => {
  const person = { patronRef: 'koha:1', commune: 'a' };
  const base = { sub: 's', network: 'n', guardianOf: [] };

  it.each([
    ['staff of the commune', { ...base, communes: ['a'], roles: ['DESK'] as const }, true],
    ['staff of the whole network', { ...base, communes: ['*'], roles: ['ILS'] as const }, true],
    ['staff of another commune', { ...base, communes: ['b'], roles: ['DESK'] as const }, false],
    [
      'the reader',
      { ...base, communes: [], roles: ['PATRON'] as const, patronRef: 'koha:1' },
      true,
    ],
    [
      'another reader',
      { ...base, communes: ['a'], roles: ['PATRON'] as const, patronRef: 'koha:2' },
      false,
    ],
    [
      'the guardian',
      { ...base, communes: [], roles: ['GUARDIAN'] as const, guardianOf: ['koha:1'] },
      true,
    ],
    [
      'communication, who sees counts only',
      { ...base, communes: ['*'], roles: ['COMMUNICATION'] as const },
      false,
    ],
  ])('%s: %#', (_name, caller, expected) => {
    expect(mayReach(caller, person)).toBe(expected);
  });

  it('acts only in the communes of the token', () => {
    const caller = { ...base, communes: ['a'], roles: ['DESK'] as const };
    expect([actsIn(caller, 'a'), actsIn(caller, 'b')]).toEqual([true, false]);
  });
});
