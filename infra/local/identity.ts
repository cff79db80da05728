import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  jwtVerify,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';
import * as z from 'zod';
import { Role } from '#core/caller.ts';
import type { Clock } from '#core/runtime.ts';

/** Body of `POST /_local/token`. */
export const TokenRequest = z.strictObject({
  role: Role,
  communes: z.array(z.string()).default(['*']),
  patronRef: z.string().optional(),
  guardianOf: z.array(z.string()).optional(),
  sub: z.string().optional(),
  /** Seconds on the settable clock; negative: a token already expired. Without it, it never expires in practice. */
  lifetime: z.int().optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** The identity provider of a local network: one client a role, tokens on the settable clock. */
export interface Identity {
  readonly issuer: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A token for tests and demos. */
  issue(request: TokenRequest): Promise<string>;
  /** OAuth2 client credentials (RFC 6749 §4.4): a token of an hour, or nothing for a wrong secret. */
  issueToClient(id: string, secret: string): Promise<string | undefined>;
  readonly verify: Verify;
}

/** Verified claims, or nothing: signature, issuer, audience, `exp` and `nbf` on the settable clock. */
export type Verify = (token: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

/** The JWT authorizer of an HTTP API verifies RSA signatures only: a network's own provider must sign with them too. */
export const algorithm = 'RS256';

/** Seconds: of a token by client credentials. */
export const clientLifetime = 3600;

/** Machine clients and one person a role, whose secret is their name: nothing here leaves this machine. */
export const clients: ReadonlyMap<string, Role> = new Map([
  ['koha', 'ILS'],
  ['evergreen', 'ILS'],
  ...Role.options.map((role): [string, Role] => [role.toLowerCase(), role]),
]);
export const secretOf = (client: string): string => `${client}-local-secret`;

const KeyFile = z.object({
  kid: z.string(),
  privateKey: z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
});

/** @param keyFile the key pair, made on first use and readable by its owner only */
export async function openIdentity(args: {
  readonly keyFile: string;
  readonly clock: Clock;
  readonly issuer: string;
  readonly audience: string;
  readonly network: string;
}): Promise<Identity> {
  const { kid, privateKey } = await readOrMakeKey(args.keyFile);
  const key = await importJWK(privateKey, algorithm);
  const { kty, n, e } = privateKey;
  const jwks = { keys: [{ kty, n, e, kid, alg: algorithm, use: 'sig' }] };
  const seconds = () => Math.floor(args.clock.now().epochMilliseconds / 1000);

  const sign = ({ lifetime: _, role, sub, ...claims }: TokenRequest, from: number, to: number) =>
    new SignJWT({ ...claims, roles: [role], network: args.network })
      .setProtectedHeader({ alg: algorithm, kid })
      .setSubject(sub ?? `local-${role.toLowerCase()}`)
      .setIssuer(args.issuer)
      .setAudience(args.audience)
      .setIssuedAt(from)
      .setNotBefore(from)
      .setExpirationTime(to)
      .setJti(randomUUID())
      .sign(key);

  return {
    issuer: args.issuer,
    jwks,
    issue: (request) => {
      const now = seconds();
      // Without a lifetime it holds wherever a test or a demo moves the clock.
      if (request.lifetime === undefined) return sign(request, now - tenYears, now + tenYears);
      return sign(request, now, now + request.lifetime);
    },
    issueToClient: async (id, secret) => {
      const role = clients.get(id);
      if (!role || secret !== secretOf(id)) return undefined;
      return sign({ role, communes: ['*'], sub: id }, seconds(), seconds() + clientLifetime);
    },
    verify: createVerify({ ...args, jwks }),
  };
}

/** Tokens whose signature is remembered; then all are forgotten. */
const remembered = 1000;

/**
 * What the JWT authorizer of an HTTP API checks, for the tokens of one issuer. A signature that was good stays so; the
 * dates are looked at each time, for the clock moves both ways.
 */
export function createVerify(args: {
  readonly jwks: JSONWebKeySet;
  readonly clock: Clock;
  readonly issuer: string;
  readonly audience: string;
}): Verify {
  const { issuer, audience } = args;
  const keySet = createLocalJWKSet(args.jwks);
  const good = new Map<string, JWTPayload>();
  return async (token) => {
    const now = args.clock.now().epochMilliseconds;
    const known = good.get(token);
    if (known) return isCurrent(known, now) ? known : undefined;
    try {
      const currentDate = new Date(now);
      const algorithms = [algorithm];
      const requiredClaims = ['exp', 'sub'];
      const rules = { issuer, audience, currentDate, algorithms, requiredClaims };
      const { payload } = await jwtVerify(token, keySet, rules);
      if (good.size >= remembered) good.clear();
      good.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  };
}

/** As `jwtVerify` judges. */
function isCurrent({ exp = 0, nbf = 0 }: JWTPayload, now: number): boolean {
  const seconds = Math.floor(now / 1000);
  return nbf <= seconds && seconds < exp;
}

const tenYears = 10 * 365 * 24 * 3600;

/** A key of an older version, which signed otherwise, is replaced. */
async function readOrMakeKey(file: string): Promise<z.infer<typeof KeyFile>> {
  const saved = existsSync(file)
    ? KeyFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    : undefined;
  if (saved) return saved;
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const privateKey = await exportJWK(pair.privateKey);
  const made = KeyFile.parse({ kid: randomUUID(), privateKey });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
