import * as z from 'zod';
import { idempotencyGrants } from '#core/http/idempotency-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { FieldProblem } from '#core/schemas.ts';
import { indexGrants } from '#core/vault/grants.ts';

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
  title: { fr: 'Échanges avec le logiciel de bibliothèque', en: 'Exchange with the library system' },
  description: {
    fr: 'Reçoit les événements du logiciel de bibliothèque et transmet à chaque module ce qui a changé.',
    en: 'Takes the events of the library system and hands every change to the plugins that wait for it.',
  },
  functions: {
    intake: { entry: 'handlers/intake.ts', grants: [], composes: 'intake', timeoutSeconds: 29, memoryMb: 1024 },
    relay: { entry: 'handlers/relay.ts', grants: [{ queuesOf: 'subscribers', actions: ['sqs:SendMessage'] }], composes: 'relay' },
  },
  routes: {
    postIlsEvents: {
      method: 'POST',
      path: '/v1/ils-events',
      function: 'intake',
      title: { fr: 'Transmettre des événements', en: 'Post events of the library system' },
      permission: ['ILS'],
      body: z
        .strictObject({ events: z.array(z.unknown()).max(500).describe('Events of api.md, each with its own id') })
        .meta({ id: 'IlsEvents' }),
      perItem: true,
      repeatable: 'OWN_IDS',
      responses: { 200: z.object({ outcomes: z.array(Outcome) }) },
    },
  },
  schedules: {
    relay: {
      function: 'relay',
      everyMinutes: 1,
      title: { fr: 'Transmettre les changements en attente', en: 'Relay pending changes' },
    },
  },
  tables: {
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
