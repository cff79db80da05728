import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { Page } from '#core/schemas.ts';
import { RetentionRun } from './domain/run.ts';

const Slip = z
  .object({
    ...RetentionRun.pick({
      runId: true,
      rule: true,
      commune: true,
      category: true,
      from: true,
      to: true,
      at: true,
    }).shape,
    count: z.int(),
    archivesVisaRef: z.string().nullable(),
  })
  .meta({ id: 'EliminationSlip' });

export const manifest = definePlugin({
  name: 'retention',
  title: { fr: 'Durées de conservation', en: 'Retention' },
  description: {
    fr: 'Fait oublier à date fixe ce que chaque module détient, et en garde la preuve sans aucun nom.',
    en: 'Makes every plugin forget on the day, and keeps the proof of it without any name.',
  },
  functions: {
    sweep: {
      entry: 'handlers/sweep.ts',
      grants: [{ table: 'RetentionRuns', actions: ['dynamodb:PutItem'] }],
      composes: 'sweep',
      timeoutSeconds: 900,
      memoryMb: 1024,
    },
    read: {
      entry: 'handlers/read.ts',
      grants: [{ table: 'RetentionRuns', actions: ['dynamodb:GetItem', 'dynamodb:Query'] }],
    },
  },
  routes: {
    listRuns: {
      method: 'GET',
      path: '/v1/retention-runs',
      function: 'read',
      title: { fr: 'Lire les destructions', en: 'List retention runs' },
      permission: ['MANAGER', 'DPO', 'ADMIN'],
      query: Page.extend({
        commune: z.string().max(60).optional(),
        // Sort key of the last line shown, and its commune.
        cursor: z
          .string()
          .max(300)
          .regex(/^\d{12}#[^|]+\|[a-z0-9-]+$/u)
          .optional(),
      }),
      responses: {
        200: z
          .object({ items: z.array(RetentionRun), cursor: z.string().optional() })
          .meta({ id: 'RetentionRuns' }),
      },
    },
    readSlip: {
      method: 'GET',
      path: '/v1/retention-runs/{id}/slip',
      function: 'read',
      title: { fr: 'Imprimer un bordereau d’élimination', en: 'Print an elimination slip' },
      permission: ['MANAGER', 'DPO', 'ADMIN'],
      parameters: z.strictObject({ id: z.string().max(200) }),
      responses: { 200: Slip },
      produces: ['application/json', 'text/html'],
    },
  },
  schedules: {
    // Midnight of the mainland first; noon follows midnight overseas (Réunion, Cayenne, Nouméa) and mends a night that failed.
    sweep: {
      function: 'sweep',
      cron: '0 0,12 * * *',
      zone: 'Europe/Paris',
      title: { fr: 'Oublier ce qui est échu', en: 'Forget what fell due' },
    },
  },
  tables: {
    RetentionRuns: {
      pitrDays: 35,
      notPersonal: {
        fr: 'Nombres, dates et règles ; aucun nom ni référence de lecteur.',
        en: 'Counts, dates and rules; no name or ref of a reader.',
      },
    },
  },
});
