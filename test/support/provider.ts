import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import { parse, stringify } from 'yaml';
import * as z from 'zod';

/** An identity provider that is not ours: its own issuer, its own keys, its own words. */
export interface ForeignProvider {
  readonly jwks: JSONWebKeySet;
  /** Valid for an hour around the start of the test clock unless `more` says otherwise. */
  sign(claims: object, more?: { audience?: string; expiresAt?: string }): Promise<string>;
}

export async function makeProvider(issuer: string): Promise<ForeignProvider> {
  const pair = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  return {
    jwks: { keys: [jwk] },
    sign: (claims, { audience = 'discretion', expiresAt = '2026-11-23T10:00:00+01:00' } = {}) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience([audience, 'account'])
        .setIssuedAt(new Date('2026-11-23T09:00:00+01:00'))
        .setExpirationTime(new Date(expiresAt))
        .sign(pair.privateKey),
  };
}

const demo = join(import.meta.dirname, '../../infra/networks/pays-de-valserine.yaml');

/** The file of the demo network with another identity provider. */
export function networkFileWith(identity: object): string {
  const network = z.record(z.string(), z.unknown()).parse(parse(readFileSync(demo, 'utf8')));
  const file = join(mkdtempSync(join(tmpdir(), 'discretion-identity-')), 'network.yaml');
  writeFileSync(file, stringify({ ...network, identity }, { aliasDuplicateObjects: false }));
  return file;
}

/** A token as Keycloak 26 writes it for a person of the realm `bibliotheques`; roles are of the client `discretion`. */
export const keycloakClaims = (roles: readonly string[], more: object = {}) => ({
  jti: 'onrtac:5c2a',
  sub: '5d0d7a3c-6f0e-4d0e-9c55-3a2f1f6a2f10',
  typ: 'Bearer',
  azp: 'discretion-accueil',
  sid: 'f4e0e1ce-0b8e-4b3c-8a5e-0e5b7c1f6a11',
  acr: '1',
  realm_access: {
    roles: ['default-roles-bibliotheques', 'offline_access', 'uma_authorization'],
  },
  resource_access: {
    discretion: { roles },
    account: { roles: ['manage-account', 'view-profile'] },
  },
  scope: 'openid profile email',
  email_verified: true,
  name: 'Lou Berger',
  preferred_username: 'lberger',
  given_name: 'Lou',
  family_name: 'Berger',
  ...more,
});

/** What ProConnect says of an agent: who, at which organisation (SIRET), and what their own provider adds. */
export const proConnectClaims = (siret: string, more: object = {}) => ({
  sub: '704e024229015d2bd47f7a5e5ab05b35c8bf3a8e9e8d7f0d2a1c3b4d5e6f7a8b',
  uid: 'agent-118',
  given_name: 'Lou',
  usual_name: 'Berger',
  email: 'lou.berger@valserine.example',
  siret,
  idp_id: '71144ab3-ee1a-4401-b7b3-79b44f7daeeb',
  belonging_population: 'agent',
  custom: { fonction: 'Bibliothécaire' },
  ...more,
});
