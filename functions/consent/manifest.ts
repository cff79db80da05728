import * as z from 'zod';
import { countsWhatGoes } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { openGrants, sealGrants } from '#core/vault/grants.ts';
import {
  ChoicePath,
  ConsentEvent,
  ConsentProof,
  ConsentState,
  DecisionInput,
  DecisionsInput,
  GateAnswer,
  NoticeInput,
  NoticeView,
  PatronPath,
  PurposeView,
} from './api/schemas.ts';

const readers = ['ILS', 'DESK', 'MANAGER', 'DPO', 'PATRON', 'GUARDIAN'] as const;
const staff = ['ILS', 'DESK', 'LIBRARIAN', 'MANAGER', 'COMMUNICATION', 'ADMIN', 'DPO'] as const;

const readsLedger = ['dynamodb:GetItem', 'dynamodb:Query'] as const;
const appends = ['dynamodb:GetItem', 'dynamodb:PutItem'] as const;
/** RET-18: the keys of the years under which a contact may be suppressed, made on first use. */
const hashesContacts = [
  { table: 'SuppressionKeys', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
  { key: 'vault', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
] as const;

export const manifest = definePlugin({
  name: 'consent',
  title: { fr: 'Choix des lecteurs', en: 'Choices of readers' },
  description: {
    fr: 'Le registre des accords et des oppositions, les textes qui ont été lus, et la porte par laquelle passe chaque message.',
    en: 'The ledger of consents and objections, the texts that were read, and the gate that every message passes.',
  },
  functions: {
    read: {
      entry: 'handlers/read.ts',
      grants: [{ table: 'Consents', actions: [...readsLedger, 'dynamodb:PutItem'] }, ...openGrants],
      requires: ['patrons.contact', 'governance.signoffs'],
    },
    record: {
      entry: 'handlers/record.ts',
      grants: [
        {
          table: 'Consents',
          actions: [...readsLedger, 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
        },
        ...sealGrants,
      ],
      requires: ['patrons.contact'],
    },
    decide: {
      entry: 'handlers/decide.ts',
      grants: [
        { table: 'Consents', actions: ['dynamodb:BatchGetItem'] },
        ...openGrants,
        ...hashesContacts,
      ],
      requires: ['patrons.contact', 'governance.signoffs'],
    },
    lapse: {
      entry: 'handlers/lapse.ts',
      grants: [{ table: 'Consents', actions: [...readsLedger, 'dynamodb:PutItem'] }],
      requires: ['patrons.contact'],
      timeoutSeconds: 300,
    },
  },
  routes: {
    listPurposes: {
      method: 'GET',
      path: '/v1/purposes',
      function: 'read',
      title: { fr: 'Lire le catalogue des usages', en: 'Read the catalogue of purposes' },
      permission: [...staff, 'STATS', 'REGISSEUR', 'PATRON', 'GUARDIAN'],
      list: true,
      responses: { 200: z.object({ items: z.array(PurposeView), cursor: z.string().optional() }) },
    },
    getConsents: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/consents',
      function: 'read',
      title: { fr: 'Lire les choix d’un lecteur', en: 'Read the choices of a reader' },
      permission: readers,
      parameters: PatronPath,
      list: true,
      responses: {
        200: z.object({
          items: z.array(ConsentState),
          informed: z.array(z.looseObject({ purpose: z.string() })),
          cursor: z.string().optional(),
        }),
      },
    },
    getConsentHistory: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/consents/history',
      function: 'read',
      title: { fr: 'Lire le registre d’un lecteur', en: 'Read the ledger of a reader' },
      permission: readers,
      parameters: PatronPath,
      list: true,
      responses: { 200: z.object({ items: z.array(ConsentEvent), cursor: z.string().optional() }) },
    },
    getConsentProof: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/consents/{purpose}/{channel}/proof',
      function: 'read',
      title: { fr: 'Produire la preuve d’un choix', en: 'Produce the proof of a choice' },
      permission: readers,
      parameters: ChoicePath,
      responses: { 200: ConsentProof },
    },
    putConsent: {
      method: 'PUT',
      path: '/v1/patrons/{patronRef}/consents/{purpose}/{channel}',
      function: 'record',
      title: { fr: 'Enregistrer un choix', en: 'Record a choice' },
      permission: ['ILS', 'DESK', 'PATRON', 'GUARDIAN'],
      parameters: ChoicePath,
      body: DecisionInput,
      ifMatch: true,
      responses: { 200: ConsentState },
    },
    postNotice: {
      method: 'POST',
      path: '/v1/notices',
      function: 'record',
      title: { fr: 'Publier un texte d’information', en: 'Publish a notice' },
      permission: ['MANAGER', 'ADMIN', 'DPO'],
      body: NoticeInput,
      repeatable: 'SAME_STATE',
      responses: { 201: z.object({ id: z.string(), version: z.int(), sha256: z.string() }) },
    },
    getNotice: {
      method: 'GET',
      path: '/v1/notices/{id}/versions/{version}',
      function: 'read',
      title: { fr: 'Lire un texte d’information', en: 'Read a notice' },
      permission: [...staff, 'PATRON', 'GUARDIAN'],
      parameters: z.object({ id: z.string().max(60), version: z.coerce.number().int().min(1) }),
      query: z.strictObject({ locale: z.enum(['fr', 'en']).default('fr') }),
      responses: { 200: NoticeView },
    },
    postDecisions: {
      method: 'POST',
      path: '/v1/decisions',
      function: 'decide',
      title: { fr: 'Demander si un message peut partir', en: 'Ask whether a message may leave' },
      permission: ['ILS', 'DESK', 'LIBRARIAN', 'MANAGER', 'ADMIN', 'DPO'],
      body: DecisionsInput,
      repeatable: 'READS_ONLY',
      responses: { 200: z.object({ items: z.array(GateAnswer) }) },
    },
  },
  emits: ['consent.changed', 'consent.confirm-due', 'notice.replaced'],
  consumes: [
    { type: 'notice.replaced', function: 'lapse' },
    { type: 'patron.fifteen', function: 'lapse' },
  ],
  tables: {
    Consents: {
      indexes: {
        choices: { partition: 'choices', sort: 'sk', projection: 'KEYS_ONLY' },
        due: { partition: 'due', sort: 'dueAt', projection: 'KEYS_ONLY' },
      },
      ttl: 'purgeAt',
      pitrDays: 7,
      outbox: true,
    },
    SuppressionKeys: {
      pitrDays: 1,
      keyTable: true,
      notPersonal: {
        fr: 'Une clé par année pour les empreintes des contacts à ne plus utiliser ; elle ne nomme personne.',
        en: 'A key a year for the hashes of contacts no longer to be used; it names nobody.',
      },
    },
  },
  personalData: [
    {
      table: 'Consents',
      category: {
        fr: 'Accords, oppositions et leurs preuves',
        en: 'Consents, objections and their proofs',
      },
      legalBasis: 'GDPR 7(1), 21, 5(2)',
      retention: 'RET-15',
      sealedBy: 'evidence',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
    {
      table: 'Consents',
      category: {
        fr: 'Empreintes des contacts à ne plus utiliser',
        en: 'Hashes of contacts no longer to be used',
      },
      legalBasis: 'GDPR 21, 17(3)(b)',
      retention: 'RET-18',
      sealedBy: 'none: a hash under the key of its year (SuppressionKeys), which no one can read',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        {
          table: 'Consents',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:UpdateItem',
            'dynamodb:BatchWriteItem',
          ],
        },
        ...hashesContacts,
      ],
      requires: ['patrons.contact'],
    },
    {
      to: 'sweep',
      entry: 'handlers/sweep.ts',
      grants: [
        {
          table: 'Consents',
          actions: countsWhatGoes,
        },
        { table: 'SuppressionKeys', actions: ['dynamodb:Query', 'dynamodb:DeleteItem'] },
        ...openGrants,
      ],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [{ table: 'Consents', actions: readsLedger }, ...openGrants],
    },
  ],
  provides: {
    'consent.gate': {
      title: { fr: 'Ce message peut-il partir maintenant', en: 'May this message leave now' },
      grants: [
        { table: 'Consents', actions: ['dynamodb:BatchGetItem'] },
        ...openGrants,
        ...hashesContacts,
      ],
    },
    'consent.notices': {
      title: {
        fr: 'Quelle version d’un texte est montrée aujourd’hui',
        en: 'Which version of a text is shown today',
      },
      grants: [{ table: 'Consents', actions: ['dynamodb:Query'] }],
    },
    'consent.choices': {
      title: {
        fr: 'Où en sont les choix d’un lecteur, et lesquels il peut faire',
        en: 'Where the choices of a reader stand, and which ones they may make',
      },
      grants: [{ table: 'Consents', actions: readsLedger }],
    },
    'consent.decisions': {
      title: {
        fr: 'Noter ce qu’un lecteur décide sur une page',
        en: 'Note what a reader decides on a page',
      },
      grants: [{ table: 'Consents', actions: [...readsLedger, 'dynamodb:PutItem'] }, ...sealGrants],
    },
    'consent.objections': {
      title: {
        fr: 'Noter qu’un lecteur ne veut plus de ces messages',
        en: 'Note that a reader wants no more of these messages',
      },
      grants: [{ table: 'Consents', actions: appends }, ...sealGrants],
    },
    'consent.stop': {
      title: {
        fr: 'Noter qu’un numéro a répondu STOP',
        en: 'Note that a number answered STOP',
      },
      grants: [
        { table: 'Consents', actions: [...appends, 'dynamodb:UpdateItem'] },
        ...sealGrants,
        ...hashesContacts,
      ],
    },
    'consent.standing': {
      title: { fr: 'Depuis quand un accord tient', en: 'Since when a consent holds' },
      grants: [{ table: 'Consents', actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'] }],
    },
  },
});
