import * as z from 'zod';
import { idempotencyGrants } from '#core/http/idempotency-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { FieldProblem, Page, Ref } from '#core/schemas.ts';
import { indexGrants } from '#core/vault/grants.ts';
import { Ack, News, toldTypes } from './domain/news.ts';

const Outcome = z
  .object({
    id: z.string(),
    status: z.enum(['APPLIED', 'DUPLICATE', 'STALE', 'REJECTED']),
    errors: z.array(FieldProblem).optional(),
    visibleUntil: z.string().optional(),
    purgeAt: z.string().optional(),
  })
  .meta({ id: 'EventOutcome' });

export const manifest = definePlugin({
  name: 'exchange',
  title: {
    fr: 'Échanges avec le logiciel de bibliothèque',
    en: 'Exchange with the library system',
  },
  description: {
    fr: 'Reçoit les événements du logiciel de bibliothèque et transmet à chaque module ce qui a changé.',
    en: 'Takes the events of the library system and hands every change to the plugins that wait for it.',
  },
  functions: {
    intake: {
      entry: 'handlers/intake.ts',
      grants: [],
      composes: 'intake',
      requires: ['clients.gate'],
      timeoutSeconds: 29,
      memoryMb: 1024,
    },
    relay: {
      entry: 'handlers/relay.ts',
      grants: [{ queuesOf: 'subscribers', actions: ['sqs:SendMessage'] }],
      composes: 'relay',
    },
    feed: {
      entry: 'handlers/feed.ts',
      grants: [{ table: 'News', actions: ['dynamodb:BatchWriteItem'] }],
    },
    news: {
      entry: 'handlers/news.ts',
      grants: [
        {
          table: 'News',
          actions: ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
        },
      ],
      requires: ['patrons.contact', 'rights.recipients'],
    },
  },
  routes: {
    postIlsEvents: {
      method: 'POST',
      path: '/v1/ils-events',
      function: 'intake',
      title: { fr: 'Transmettre des événements', en: 'Post events of the library system' },
      permission: ['ILS'],
      body: z
        .strictObject({
          events: z.array(z.unknown()).max(500).describe('Events of api.md, each with its own id'),
        })
        .meta({ id: 'IlsEvents' }),
      perItem: true,
      clients: true,
      repeatable: 'OWN_IDS',
      responses: { 200: z.object({ outcomes: z.array(Outcome) }) },
    },
    readOutbox: {
      method: 'GET',
      path: '/v1/outbox',
      function: 'news',
      title: { fr: 'Ce que le logiciel doit apprendre', en: 'What the library system must learn' },
      permission: ['ILS'],
      query: Page.extend({ since: z.ulid().optional(), cursor: z.ulid().optional() }),
      responses: {
        200: z.object({
          items: z.array(News.omit({ subjectRef: true, commune: true }).extend({ patronRef: Ref })),
          cursor: z.string().optional(),
        }),
      },
    },
    ackOutbox: {
      method: 'POST',
      path: '/v1/outbox/acks',
      function: 'news',
      title: { fr: 'Dire ce qui en a été fait', en: 'Say what was done about it' },
      permission: ['ILS'],
      body: Ack.meta({ id: 'OutboxAck' }),
      repeatable: 'OWN_IDS',
      responses: { 200: z.object({ acknowledged: z.int() }) },
    },
  },
  consumes: toldTypes.map((type) => ({ type, function: 'feed' })),
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [{ table: 'News', actions: ['dynamodb:Query', 'dynamodb:BatchWriteItem'] }],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [{ table: 'News', actions: ['dynamodb:Query'] }],
    },
  ],
  personalData: [
    {
      table: 'News',
      category: {
        fr: 'Changements à transmettre au logiciel',
        en: 'Changes to hand to the library system',
      },
      legalBasis: 'GDPR 19',
      retention: 'RGT-05',
      sealedBy: 'an opaque ref only; the ref of the library system is looked up when it asks',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  schedules: {
    relay: {
      function: 'relay',
      everyMinutes: 1,
      title: { fr: 'Transmettre les changements en attente', en: 'Relay pending changes' },
    },
  },
  tables: {
    News: {
      indexes: { reader: { partition: 'subjectRef', sort: 'sk', projection: 'KEYS_ONLY' } },
      ttl: 'ttl',
      pitrDays: 7,
    },
    Idempotency: {
      ttl: 'ttl',
      pitrDays: 1,
      notPersonal: {
        fr: 'Empreintes à clé et réponses sans donnée de personne, un jour.',
        en: 'Keyed hashes and answers without personal data, one day.',
      },
    },
  },
  provides: {
    'exchange.idempotency': {
      title: { fr: 'Une demande répétée n’agit qu’une fois', en: 'A repeated request acts once' },
      grants: [...idempotencyGrants, ...indexGrants],
    },
  },
});
