import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { Page } from '#core/schemas.ts';
import { Destruction, FormNumber, FormToShred, PaperForm } from './domain/form.ts';

const table = 'PaperForms';
const finds = { table, actions: ['dynamodb:Query', 'dynamodb:BatchGetItem'] } as const;

export const manifest = definePlugin({
  name: 'paper',
  title: { fr: 'Formulaires papier', en: 'Paper forms' },
  description: {
    fr: 'Où sont rangés les formulaires signés, et lesquels sont à détruire.',
    en: 'Where signed forms are kept, and which are to be destroyed.',
  },
  functions: {
    register: {
      entry: 'handlers/register.ts',
      grants: [
        {
          table,
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
        },
      ],
      requires: ['patrons.contact'],
    },
  },
  routes: {
    putForm: {
      method: 'PUT',
      path: '/v1/paper-forms/{formNumber}',
      function: 'register',
      title: { fr: 'Ranger un formulaire signé', en: 'File a signed form' },
      permission: ['DESK', 'MANAGER'],
      parameters: z.strictObject({ formNumber: FormNumber }),
      body: PaperForm,
      responses: { 200: PaperForm },
    },
    putDestruction: {
      method: 'PUT',
      path: '/v1/paper-forms/{formNumber}/destruction',
      function: 'register',
      title: { fr: 'Dire qu’un formulaire est détruit', en: 'Say that a form is destroyed' },
      permission: ['DESK', 'MANAGER'],
      parameters: z.strictObject({ formNumber: FormNumber }),
      body: Destruction,
      responses: { 200: Destruction },
    },
    readShredList: {
      method: 'GET',
      path: '/v1/shred-list',
      function: 'register',
      title: { fr: 'Formulaires à détruire', en: 'Forms to destroy' },
      permission: ['DESK', 'MANAGER'],
      query: Page.extend({ commune: z.string().max(60).optional() }),
      list: true,
      responses: {
        200: z
          .object({ items: z.array(FormToShred), cursor: z.string().optional() })
          .meta({ id: 'ShredList' }),
      },
    },
  },
  tables: {
    [table]: {
      indexes: {
        reader: { partition: 'reader', sort: 'sk', projection: 'KEYS_ONLY' },
        toShred: { partition: 'toShred', sort: 'since', projection: 'ALL' },
      },
      pitrDays: 7,
    },
  },
  personalData: [
    {
      table,
      category: { fr: 'Formulaires papier signés', en: 'Signed paper forms' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'GOV-16',
      sealedBy: 'none: a number, a place, a day and an opaque ref',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [finds, { table, actions: ['dynamodb:UpdateItem'] }],
    },
    { to: 'export', entry: 'handlers/export.ts', grants: [finds] },
  ],
});
