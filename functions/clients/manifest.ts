import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { LocalDate } from '#core/schemas.ts';
import { indexGrants } from '#core/vault/grants.ts';
import { Client, ClientId, Secret } from './domain/client.ts';

const View = Client.pick({ id: true, source: true, communes: true })
  .extend({ secrets: z.array(Secret.omit({ hash: true })) })
  .meta({ id: 'Client' });

const Issued = View.extend({
  secret: z.string().meta({ description: 'Shown in this answer only' }),
  authorization: z.object({ bearer: z.string(), basic: z.string() }),
}).meta({ id: 'IssuedClient' });

export const manifest = definePlugin({
  name: 'clients',
  title: { fr: 'Logiciels à secret fixe', en: 'Clients with a fixed secret' },
  description: {
    fr: 'Les logiciels de bibliothèque qui ne savent envoyer qu’un en-tête fixe (Evergreen) : leurs secrets, et la porte qui ne mène qu’à la réception.',
    en: 'Library systems that can only send a fixed header (Evergreen): their secrets, and the door that leads to the intake alone.',
  },
  functions: {
    admin: {
      entry: 'handlers/admin.ts',
      grants: [
        {
          table: 'Clients',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:PutItem',
            'dynamodb:DeleteItem',
          ],
        },
        ...indexGrants,
      ],
    },
  },
  routes: {
    listClients: {
      method: 'GET',
      path: '/v1/clients',
      function: 'admin',
      title: { fr: 'Voir les logiciels et leurs échéances', en: 'List clients and their expiry' },
      permission: ['ADMIN'],
      list: true,
      responses: { 200: z.object({ items: z.array(View), cursor: z.string().optional() }) },
    },
    createClient: {
      method: 'POST',
      path: '/v1/clients',
      function: 'admin',
      title: { fr: 'Admettre un logiciel', en: 'Admit a client' },
      permission: ['ADMIN'],
      body: Client.pick({ id: true, source: true, communes: true })
        .extend({ expiresOn: LocalDate })
        .strict()
        .meta({ id: 'NewClient' }),
      // Not by Idempotency-Key, which would keep the answer and so the secret.
      repeatable: 'OWN_IDS',
      responses: { 201: Issued },
    },
    rotateClient: {
      method: 'POST',
      path: '/v1/clients/{id}/rotate',
      function: 'admin',
      title: { fr: 'Renouveler le secret d’un logiciel', en: 'Rotate the secret of a client' },
      permission: ['ADMIN'],
      parameters: z.object({ id: ClientId }),
      body: z
        .strictObject({
          expiresOn: LocalDate,
          revokePrevious: z
            .boolean()
            .default(false)
            .meta({ description: 'The secrets before it die at once: one of them has leaked' }),
        })
        .meta({ id: 'Rotation' }),
      // Twice leaves the secret in use and one new secret, as once does.
      repeatable: 'SAME_STATE',
      responses: { 200: Issued },
    },
    removeClient: {
      method: 'DELETE',
      path: '/v1/clients/{id}',
      function: 'admin',
      title: { fr: 'Fermer la porte à un logiciel', en: 'Remove a client' },
      permission: ['ADMIN'],
      parameters: z.object({ id: ClientId }),
      responses: { 204: null },
    },
  },
  tables: {
    Clients: {
      ttl: 'ttl',
      pitrDays: 7,
      notPersonal: {
        fr: 'Des logiciels : empreintes de secrets, dates, nombres, et le compte d’administration qui a agi.',
        en: 'Programs: hashes of secrets, dates, counts, and the administration account that acted.',
      },
    },
  },
  provides: {
    'clients.gate': {
      title: { fr: 'Reconnaître un logiciel à son en-tête', en: 'Know a client by its header' },
      grants: [
        { table: 'Clients', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
        ...indexGrants,
      ],
    },
  },
});
