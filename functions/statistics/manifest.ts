import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';

const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/u)
  .meta({ id: 'Month', description: 'Month of the clock of the commune: 2026-11' });

const Figure = z.int().nullable().meta({
  description: 'null: hidden, because it or another could be worked out from it (STA-01)',
});

const figures = { loans: Figure, renewals: Figure, returns: Figure, holds: Figure };

const MonthOfLoans = z
  .object({
    commune: z.string(),
    month: Month,
    state: z.enum(['OPEN', 'CLOSED']),
    closesAt: z.string().meta({ format: 'date-time' }).optional(),
    total: z.object(figures).optional(),
    libraries: z
      .array(z.object({ library: z.string(), ...figures }))
      .readonly()
      .optional(),
  })
  .meta({ id: 'MonthOfLoans' });

export const manifest = definePlugin({
  name: 'statistics',
  title: { fr: 'Statistiques', en: 'Statistics' },
  description: {
    fr: 'Compte ce que font les bibliothèques, par mois et sans lecteur, avant que les prêts soient oubliés.',
    en: 'Counts what libraries do, by month and without readers, before the loans are forgotten.',
  },
  functions: {
    read: {
      entry: 'handlers/read.ts',
      grants: [{ table: 'Statistics', actions: ['dynamodb:Query'] }],
    },
    close: {
      entry: 'handlers/close.ts',
      timeoutSeconds: 900,
      grants: [{ table: 'Statistics', actions: ['dynamodb:Query', 'dynamodb:PutItem'] }],
      requires: ['loans.acts'],
      scans: {
        fr: 'Lire tous les prêts une fois par mois coûte moins que de compter chacun à part : une écriture de plus par prêt.',
        en: 'To read all loans once a month costs less than to count each apart: one more write a loan.',
      },
    },
  },
  routes: {
    readLoanStatistics: {
      method: 'GET',
      path: '/v1/statistics/loans',
      function: 'read',
      title: { fr: 'Lire les prêts par mois', en: 'Read the loans by month' },
      permission: ['STATS', 'MANAGER', 'DPO'],
      query: z.strictObject({
        commune: z.string().max(60).optional(),
        from: Month,
        to: Month,
      }),
      responses: {
        200: z.object({ k: z.int(), items: z.array(MonthOfLoans) }).meta({ id: 'LoanStatistics' }),
      },
      produces: ['application/json', 'text/html'],
    },
  },
  schedules: {
    close: {
      function: 'close',
      cron: '0 4 * * *',
      zone: 'Europe/Paris',
      title: { fr: 'Compter les mois passés', en: 'Count the months that are over' },
    },
  },
  tables: {
    Statistics: {
      pitrDays: 35,
      notPersonal: {
        fr: 'Des nombres par mois et par bibliothèque ; ni lecteur, ni document.',
        en: 'Numbers by month and library; no reader, no document.',
      },
    },
  },
});
