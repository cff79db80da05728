import * as z from 'zod';
import { definePlugin, type RouteSpec } from '#core/manifest.ts';
import { Instant, Ref } from '#core/schemas.ts';
import { openGrants, sealGrants } from '#core/vault/grants.ts';
import { Kind, Requester, RightsCase } from './domain/case.ts';

const Line = z.string().trim().min(1).max(300);
const CaseView = RightsCase.omit({
  subjectRef: true,
  version: true,
  receivedOn: true,
  requester: true,
  sealedRef: true,
})
  .extend({ requester: Requester.pick({ type: true }), receivedAt: z.string() })
  .meta({ id: 'RightsCase' });

const staff = ['DESK', 'MANAGER', 'DPO'] as const;

const command = <const N extends string, B extends z.ZodType>(
  name: N,
  title: RouteSpec['title'],
  body: B,
) =>
  ({
    method: 'POST',
    path: `/v1/rights-requests/{id}/${name}`,
    function: 'cases',
    title,
    permission: ['MANAGER', 'DPO'],
    parameters: z.object({ id: z.uuid() }),
    body,
    idempotencyKey: true,
    responses: { 200: CaseView },
  }) as const;

export const manifest = definePlugin({
  name: 'rights',
  title: { fr: 'Droits des personnes', en: 'Rights of persons' },
  description: {
    fr: 'Les demandes des lecteurs, avec leur délai ; l’effacement, catégorie par catégorie, jusqu’au recomptage.',
    en: 'The requests of readers, with their clock; erasure, category by category, down to the recount.',
  },
  functions: {
    cases: {
      entry: 'handlers/cases.ts',
      grants: [{ table: 'Cases', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] }],
      requires: ['patrons.contact', 'exchange.idempotency'],
    },
    erase: {
      entry: 'handlers/erase.ts',
      composes: 'erasure',
      timeoutSeconds: 300,
      grants: [
        { table: 'Cases', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        { table: 'SubjectKeys', actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'] },
        ...sealGrants,
      ],
      requires: ['patrons.contact'],
    },
    export: {
      entry: 'handlers/export.ts',
      composes: 'export',
      timeoutSeconds: 29,
      grants: [{ table: 'Cases', actions: ['dynamodb:GetItem'] }],
    },
    // For whoever restores a table (docs/runbooks/restore.md).
    replay: {
      byHand: true,
      entry: 'handlers/replay.ts',
      composes: 'erasure',
      timeoutSeconds: 900,
      memoryMb: 1024,
      grants: [{ table: 'SubjectKeys', actions: ['dynamodb:Query'] }],
      requires: ['governance.closing'],
    },
    resume: {
      entry: 'handlers/resume.ts',
      grants: [{ table: 'Cases', actions: ['dynamodb:Query', 'dynamodb:PutItem'] }],
    },
  },
  routes: {
    openCase: {
      method: 'POST',
      path: '/v1/rights-requests',
      function: 'cases',
      title: { fr: 'Recevoir une demande', en: 'Receive a request' },
      permission: [...staff, 'PATRON', 'GUARDIAN'],
      body: z
        .strictObject({
          kind: Kind,
          patronRef: Ref,
          requester: Requester,
          receivedAt: Instant,
          channel: z.string().max(40),
          reason: Line.optional(),
        })
        .meta({ id: 'RightsRequest' }),
      idempotencyKey: true,
      responses: { 201: CaseView },
    },
    readCase: {
      method: 'GET',
      path: '/v1/rights-requests/{id}',
      function: 'cases',
      title: { fr: 'Lire un dossier', en: 'Read a case' },
      permission: ['MANAGER', 'DPO'],
      parameters: z.object({ id: z.uuid() }),
      responses: { 200: CaseView },
    },
    exportPerson: {
      method: 'GET',
      path: '/v1/rights-requests/{id}/export',
      function: 'export',
      title: {
        fr: 'Remettre ses données à la personne (RGT-03)',
        en: 'Hand the person their data (RGT-03)',
      },
      permission: ['DPO', 'MANAGER'],
      parameters: z.object({ id: z.uuid() }),
      produces: ['application/zip'],
      responses: { 200: z.string().meta({ format: 'binary' }) },
    },
    verifyCase: command(
      'verify',
      {
        fr: 'Constater l’identité, ou noter un doute (RGT-02)',
        en: 'Note the identity, or a doubt (RGT-02)',
      },
      z.strictObject({ by: Line, reasonableDoubt: z.strictObject({ reason: Line }).optional() }),
    ),
    approveCase: command(
      'approve',
      { fr: 'Accepter', en: 'Approve' },
      z.strictObject({ by: Line }),
    ),
    refuseCase: command(
      'refuse',
      { fr: 'Refuser, avec le motif', en: 'Refuse, with the ground' },
      z.strictObject({ reason: Line, ground: Line, by: Line }),
    ),
    withdrawCase: command(
      'withdraw',
      { fr: 'Classer sans suite', en: 'Withdraw' },
      z.strictObject({}),
    ),
    executeCase: {
      ...command('execute', { fr: 'Exécuter', en: 'Execute' }, z.strictObject({})),
      responses: { 202: CaseView },
    },
  },
  schedules: {
    resume: {
      function: 'resume',
      cron: '30 1 * * *',
      zone: 'Europe/Paris',
      title: { fr: 'Reprendre les dossiers en attente', en: 'Resume the cases that wait' },
    },
  },
  emits: ['case.opened', 'case.moved', 'case.noted', 'case.executing', 'patron.erased'],
  consumes: [{ type: 'case.executing', function: 'erase' }],
  tables: {
    Cases: {
      indexes: { waiting: { partition: 'waiting', sort: 'receivedOn', projection: 'ALL' } },
      ttl: 'ttl',
      pitrDays: 35,
      outbox: true,
      notPersonal: {
        fr: 'Un dossier ne nomme personne : une référence opaque, des dates et des nombres.',
        en: 'A case names nobody: an opaque ref, dates and counts.',
      },
    },
    SubjectKeys: {
      ttl: 'ttl',
      pitrDays: 7,
      keyTable: true,
      notPersonal: { fr: 'Des clés enveloppées, sans nom.', en: 'Wrapped keys, without a name.' },
    },
  },
  provides: {
    'rights.recipients': {
      title: {
        fr: 'Dire un effacement à qui doit le savoir',
        en: 'Tell an erasure to who must know',
      },
      grants: [
        { table: 'Cases', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        { table: 'SubjectKeys', actions: ['dynamodb:GetItem', 'dynamodb:DeleteItem'] },
        ...openGrants,
      ],
    },
  },
});
