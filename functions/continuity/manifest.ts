import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { Page } from '#core/schemas.ts';

export const manifest = definePlugin({
  name: 'continuity',
  title: { fr: 'Continuité', en: 'Continuity' },
  description: {
    fr: 'Prêter sur papier quand le traitement est suspendu : la liste des prêts en cours, et une feuille pour les autres.',
    en: 'To lend on paper when processing is suspended: the list of open loans, and a sheet for the others.',
  },
  functions: {
    sheet: {
      entry: 'handlers/sheet.ts',
      grants: [],
      requires: ['loans.open', 'patrons.contact'],
      scans: {
        fr: 'La feuille se tire quelques fois par an ; un index coûterait deux écritures de plus par prêt.',
        en: 'The sheet is printed a few times a year; an index would cost two more writes a loan.',
      },
      timeoutSeconds: 29,
      memoryMb: 1024,
    },
  },
  routes: {
    listOpenLoans: {
      method: 'GET',
      path: '/v1/continuity/open-loans',
      function: 'sheet',
      title: {
        fr: 'Emporter les prêts en cours, pour prêter sur papier (GOV-18)',
        en: 'Take the open loans along, to lend on paper (GOV-18)',
      },
      permission: ['MANAGER'],
      query: Page.extend({ library: z.string().min(1).max(60) }),
      responses: { 200: z.string() },
      produces: ['text/csv', 'text/html'],
    },
  },
});
