import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import {
  PurposePath,
  RegisterEntry,
  RegisterFilter,
  SignoffInput,
  SignoffView,
} from './api/schemas.ts';

const staff = [
  'DESK',
  'LIBRARIAN',
  'MANAGER',
  'COMMUNICATION',
  'REGISSEUR',
  'ADMIN',
  'DPO',
  'STATS',
] as const;

export const manifest = definePlugin({
  name: 'governance',
  title: { fr: 'Gouvernance', en: 'Governance' },
  description: {
    fr: 'Ce que le délégué de chaque commune a signé, jusqu’à quand, et le registre des traitements.',
    en: 'What the data protection officer of each commune signed, until when, and the register of processing.',
  },
  functions: {
    signoffs: {
      entry: 'handlers/signoffs.ts',
      grants: [{ table: 'Governance', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] }],
      requires: ['exchange.idempotency'],
    },
    register: {
      entry: 'handlers/register.ts',
      grants: [{ table: 'Governance', actions: ['dynamodb:BatchGetItem'] }],
    },
    accessibility: { entry: 'handlers/accessibility.ts', grants: [] },
  },
  routes: {
    postSignoff: {
      method: 'POST',
      path: '/v1/purposes/{code}/signoffs',
      function: 'signoffs',
      title: { fr: 'Signer ou refuser un usage', en: 'Sign a purpose off, or refuse it' },
      permission: ['DPO'],
      parameters: PurposePath,
      body: SignoffInput,
      idempotencyKey: true,
      responses: { 201: SignoffView },
    },
    getRegister: {
      method: 'GET',
      path: '/v1/register',
      function: 'register',
      title: { fr: 'Lire le registre des traitements', en: 'Read the register of processing' },
      permission: staff,
      query: RegisterFilter,
      list: true,
      responses: {
        200: z.object({ items: z.array(RegisterEntry), cursor: z.string().optional() }),
      },
    },
    getAccessibility: {
      method: 'GET',
      path: '/accessibilite',
      function: 'accessibility',
      title: { fr: 'Déclaration d’accessibilité', en: 'Accessibility statement' },
      permission: 'PUBLIC',
      query: z.strictObject({ lang: z.enum(['fr', 'en']).optional() }),
      produces: ['text/html'],
      responses: { 200: z.string() },
    },
  },
  emits: ['signoff.decided'],
  tables: {
    Governance: {
      pitrDays: 35,
      outbox: true,
      notPersonal: {
        fr: 'Des décisions de délégués dans leur fonction : rien sur un lecteur.',
        en: 'Decisions of officers in their function: nothing about a reader.',
      },
    },
  },
  provides: {
    'governance.signoffs': {
      title: {
        fr: 'Ce que le délégué de chaque commune a signé',
        en: 'What the officer of each commune signed',
      },
      grants: [{ table: 'Governance', actions: ['dynamodb:BatchGetItem'] }],
    },
    'governance.closing': {
      title: {
        fr: 'Fermer les usages jusqu’à une nouvelle signature',
        en: 'Close purposes until they are signed again',
      },
      grants: [
        {
          table: 'Governance',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
        },
      ],
    },
  },
});
