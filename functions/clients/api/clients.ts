import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import {
  createClient,
  listClients,
  removeClient,
  rotateClient,
  type Issued,
} from '../app/manage.ts';
import type { createDeps } from '../container.ts';
import type { Client } from '../domain/client.ts';
import { headersOf } from '../domain/credential.ts';
import type { manifest } from '../manifest.ts';

export function clientOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'admin'> {
  return {
    listClients: async ({ caller }) =>
      ok({ status: 200, body: { items: (await listClients(deps, caller)).map(view) } }),
    createClient: async ({ body, caller, now }) => {
      const made = await createClient(deps, { ...body, caller, now });
      return made.ok ? ok({ status: 201, body: shownOnce(made.value) }) : made;
    },
    rotateClient: async ({ parameters: { id }, body, caller, now }) => {
      const { expiresOn, revokePrevious: revokes } = body;
      const made = await rotateClient(deps, { id, expiresOn, revokes, caller, now });
      return made.ok ? ok({ status: 200, body: shownOnce(made.value) }) : made;
    },
    removeClient: async ({ parameters: { id }, caller }) => {
      const removed = await removeClient(deps, { id, caller });
      return removed.ok ? ok({ status: 204 }) : removed;
    },
  };
}

const view = ({ id, source, communes, secrets }: Client) => ({
  id,
  source,
  communes,
  secrets: secrets.map(({ hash: _, ...shown }) => shown),
});

/** The only answer that ever holds the secret: nothing on the way may keep it. */
const shownOnce = ({ client, secret }: Issued) => ({
  ...view(client),
  secret,
  authorization: headersOf({ id: client.id, secret }),
});
