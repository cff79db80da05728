import type { Temporal } from 'temporal-polyfill';
import { actsIn, type Caller } from '#core/caller.ts';
import { communeById } from '#core/network.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Text } from '#core/text.ts';
import type { BlindIndex } from '#core/vault/index-key.ts';
import { longestLife, overlapDays, rotate, type Client, type Secret } from '../domain/client.ts';
import { secretBytes } from '../domain/credential.ts';
import type { Clients } from './ports.ts';

export interface ManageDeps {
  readonly runtime: Runtime;
  readonly clients: Clients;
  readonly hash: BlindIndex;
}

interface Order {
  readonly caller: Caller;
  readonly now: Temporal.Instant;
  /** Last day of the new secret. */
  readonly expiresOn: string;
}

/** A client with the secret that was just made, which exists in this answer only. */
export interface Issued {
  readonly client: Client;
  readonly secret: string;
}

export async function createClient(
  deps: ManageDeps,
  order: Order & Pick<Client, 'id' | 'source' | 'communes'>,
): Promise<Result<Issued>> {
  const { id, source, communes, caller } = order;
  const { network } = deps.runtime;
  const foreign = communes.findIndex(
    (commune) => (commune !== '*' && !communeById(network, commune)) || !actsIn(caller, commune),
  );
  if (foreign >= 0) return fail(refusedField(`communes.${String(foreign)}`, notYours));
  const made = await makeSecret(deps, id, order);
  if (!made.ok) return made;
  const client = { id, source, communes, secrets: [made.value.kept], version: 0 };
  const isNew = await deps.clients.save(client, { type: 'client.created', actor: caller.sub });
  return isNew ? ok({ client, secret: made.value.secret }) : fail(taken);
}

/** @param order.revokes the secrets before it die at once: one of them has leaked */
export async function rotateClient(
  deps: ManageDeps,
  order: Order & { readonly id: string; readonly revokes: boolean },
): Promise<Result<Issued>> {
  const { id, caller } = order;
  const found = await findClient(deps, id, caller);
  if (!found.ok) return found;
  const made = await makeSecret(deps, id, order);
  if (!made.ok) return made;
  const keptUntil = today(deps, order.now).add({ days: overlapDays }).toString();
  const secrets = rotate(
    found.value.secrets,
    made.value.kept,
    order.revokes ? undefined : keptUntil,
  );
  const client = { ...found.value, secrets };
  const isSaved = await deps.clients.save(client, { type: 'client.rotated', actor: caller.sub });
  return isSaved ? ok({ client, secret: made.value.secret }) : fail(changedMeanwhile);
}

export async function removeClient(
  deps: ManageDeps,
  { id, caller }: { id: string; caller: Caller },
): Promise<Result<undefined>> {
  const found = await findClient(deps, id, caller);
  if (!found.ok) return found;
  const act = { type: 'client.removed', actor: caller.sub } as const;
  return (await deps.clients.remove(found.value, act)) ? ok(undefined) : fail(changedMeanwhile);
}

export async function listClients({ clients }: ManageDeps, caller: Caller): Promise<Client[]> {
  return (await clients.list()).filter((client) => reaches(caller, client));
}

/** GOV-10: an administrator of one commune does not touch a client of others. */
const reaches = (caller: Caller, { communes }: Client) =>
  communes.every((commune) => actsIn(caller, commune));

async function findClient(
  { clients }: ManageDeps,
  id: string,
  caller: Caller,
): Promise<Result<Client>> {
  const client = await clients.find(id);
  return client && reaches(caller, client) ? ok(client) : fail(notFound);
}

async function makeSecret(
  deps: ManageDeps,
  id: string,
  { now, expiresOn }: Order,
): Promise<Result<{ secret: string; kept: Secret }>> {
  const createdOn = today(deps, now);
  const latest = createdOn.add(longestLife).toString();
  if (expiresOn < createdOn.toString() || expiresOn > latest)
    return fail(refusedField('expiresOn', wrongLife));
  const secret = Buffer.from(deps.runtime.randomBytes(secretBytes)).toString('base64url');
  const hash = await deps.hash('client-secret', id, secret);
  return ok({
    secret,
    kept: { hash, createdOn: createdOn.toString(), expiresOn, isUsed: false },
  });
}

const today = ({ runtime }: ManageDeps, now: Temporal.Instant): Temporal.PlainDate =>
  now.toZonedDateTimeISO(runtime.network.zone).toPlainDate();

const refusedField = (field: string, { code, message }: { code: string; message: Text }) =>
  invalid([{ field, code, message, rule: 'GOV-10' }]);

const notYours = {
  code: 'NOT_YOUR_COMMUNE',
  message: {
    fr: 'Cette commune n’est pas du réseau, ou n’est pas la vôtre.',
    en: 'This commune is not of the network, or not yours.',
  },
};

const wrongLife = {
  code: 'WRONG_LIFE',
  message: {
    fr: 'Un secret vit d’aujourd’hui à un an au plus.',
    en: 'A secret lives from today for one year at most.',
  },
};

const taken = conflict('CLIENT_EXISTS', {
  fr: 'Ce nom est pris : renouvelez son secret, ou choisissez un autre nom',
  en: 'This id is taken: rotate its secret, or choose another id',
});
