import type { Temporal } from 'temporal-polyfill';
import type { Caller } from '#core/caller.ts';
import type { Network } from '#core/network.ts';
import { unauthenticated, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { BlindIndex } from '#core/vault/index-key.ts';
import { placeOf } from '../domain/client.ts';
import { readCredential } from '../domain/credential.ts';
import type { Door } from './ports.ts';

/**
 * The caller behind a fixed header, or why not. A wrong secret takes no token of the bucket: who only knows the name of
 * a client cannot shut it out.
 */
export async function admit(
  deps: { door: Door; hash: BlindIndex; network: Network },
  authorization: string | undefined,
  now: Temporal.Instant,
): Promise<Result<Caller>> {
  const { door, network } = deps;
  const credential = readCredential(authorization);
  const client = credential && (await door.find(credential.id));
  if (!client) return fail(unauthenticated);
  const day = now.toZonedDateTimeISO(network.zone).toPlainDate().toString();
  const call = { id: client.id, day, now: now.epochMilliseconds };
  const hash = await deps.hash('client-secret', client.id, credential.secret);
  const place = placeOf(client.secrets, hash);
  const secret = client.secrets[place];
  if (!secret) {
    await door.refused(call, 'wrongSecret');
    return fail(unauthenticated);
  }
  if (secret.expiresOn < day) {
    await door.refused(call, 'expired');
    return fail(expired);
  }
  const { waitSeconds } = await door.pass(call);
  if (waitSeconds !== undefined) {
    await door.refused(call, 'tooFast');
    return fail({ ...tooFast, retryAfterSeconds: waitSeconds });
  }
  if (!secret.isUsed) await door.markUsed(client, place);
  const { id, source, communes } = client;
  return ok({
    sub: `client:${id}`,
    network: network.id,
    communes,
    roles: ['ILS'],
    guardianOf: [],
    source,
  });
}

/** Told apart from a wrong secret, which only its owner can be: the library system keeps the answer for its own staff. */
const expired: Problem = {
  status: 401,
  code: 'CLIENT_EXPIRED',
  title: {
    fr: 'Le secret de ce logiciel a expiré : un administrateur doit le renouveler',
    en: 'The secret of this client has expired: an administrator must rotate it',
  },
};

const tooFast: Problem = {
  status: 429,
  code: 'TOO_MANY_REQUESTS',
  title: { fr: 'Trop de requêtes de ce logiciel', en: 'Too many requests of this client' },
};
