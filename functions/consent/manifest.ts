import * as z from 'zod';
import { countsWhatGoes } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import {
  ChoicePath,
  ConfirmationForm,
  ConfirmationInput,
  ConsentEvent,
  ConsentProof,
  ConsentState,
  DecisionInput,
  DecisionsInput,
  GateAnswer,
  NoticeInput,
  NoticeView,
  PatronPath,
  PreferenceForm,
  PreferenceLink,
  PreferencesQuery,
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

/** Of any length that fits an address: a wrong token gets the kind page, not a complaint about its form. */
const PageToken = z.object({ token: z.string().max(2000) });
const LanguageQuery = z.strictObject({ lang: z.enum(['fr', 'en']).optional() });

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
          actions: [
            ...readsLedger,
            'dynamodb:BatchGetItem',
            'dynamodb:PutItem',
            'dynamodb:DeleteItem',
          ],
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
    preferences: {
      entry: 'handlers/preferences.ts',
      grants: [
        { table: 'Consents', actions: [...readsLedger, 'dynamodb:PutItem'] },
        ...sealGrants,
        ...indexGrants,
      ],
      requires: ['patrons.contact', 'governance.signoffs'],
    },
    confirmation: {
      entry: 'handlers/confirmation.ts',
      grants: [
        {
          table: 'Consents',
          actions: [...readsLedger, 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
        },
        ...sealGrants,
        ...indexGrants,
        ...hashesContacts,
      ],
      requires: ['patrons.contact', 'governance.signoffs', 'exchange.idempotency'],
    },
    lapse: {
      entry: 'handlers/lapse.ts',
      grants: [{ table: 'Consents', actions: [...readsLedger, 'dynamodb:PutItem'] }],
      requires: ['patrons.contact'],
      timeoutSeconds: 300,
    },
    unsubscribe: {
      entry: 'handlers/unsubscribe.ts',
      grants: [{ table: 'Consents', actions: appends }, ...sealGrants, ...indexGrants],
      requires: ['patrons.contact'],
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
    postConfirmationRequest: {
      method: 'POST',
      path: '/v1/patrons/{patronRef}/consents/doi',
      function: 'confirmation',
      title: {
        fr: 'Demander à un lecteur de confirmer par message',
        en: 'Ask a reader to confirm by message',
      },
      permission: ['ILS', 'DESK', 'PATRON', 'GUARDIAN'],
      parameters: PatronPath,
      body: ConfirmationInput,
      idempotencyKey: true,
      responses: { 202: null },
    },
    getConfirmation: {
      method: 'GET',
      path: '/c/{token}',
      function: 'confirmation',
      title: { fr: 'Page pour confirmer un accord', en: 'Page to confirm a consent' },
      permission: 'PUBLIC',
      parameters: PageToken,
      query: LanguageQuery,
      produces: ['text/html'],
      responses: { 200: z.string() },
    },
    postConfirmation: {
      method: 'POST',
      path: '/c/{token}',
      function: 'confirmation',
      title: { fr: 'Confirmer un accord, d’un clic', en: 'Confirm a consent, with one click' },
      permission: 'PUBLIC',
      parameters: PageToken,
      accepts: 'application/x-www-form-urlencoded',
      body: ConfirmationForm,
      produces: ['text/html'],
      repeatable: 'SAME_STATE',
      responses: { 200: z.string() },
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
    postPreferenceLink: {
      method: 'POST',
      path: '/v1/patrons/{patronRef}/preference-link',
      function: 'record',
      title: {
        fr: 'Donner à un lecteur le lien vers ses choix',
        en: 'Give a reader the link to their choices',
      },
      permission: ['DESK'],
      parameters: PatronPath,
      // A second call makes another link and voids the first: as after one call, one link holds. An idempotency record
      // would have to keep the token, of which only a hash may be at rest.
      repeatable: 'SAME_STATE',
      responses: { 201: PreferenceLink },
      produces: ['application/json', 'text/html'],
    },
    deletePreferenceLink: {
      method: 'DELETE',
      path: '/v1/patrons/{patronRef}/preference-link',
      function: 'record',
      title: {
        fr: 'Annuler le lien d’un lecteur vers ses choix',
        en: 'Revoke the link of a reader to their choices',
      },
      permission: ['DESK'],
      parameters: PatronPath,
      responses: { 204: null },
    },
    getPreferences: {
      method: 'GET',
      path: '/p/{token}',
      function: 'preferences',
      title: { fr: 'Page des choix d’un lecteur', en: 'Page of a reader’s choices' },
      permission: 'PUBLIC',
      parameters: PageToken,
      query: PreferencesQuery,
      produces: ['text/html'],
      responses: { 200: z.string() },
    },
    postPreferences: {
      method: 'POST',
      path: '/p/{token}',
      function: 'preferences',
      title: { fr: 'Changer un choix sur sa page', en: 'Change a choice on one’s page' },
      permission: 'PUBLIC',
      parameters: PageToken,
      accepts: 'application/x-www-form-urlencoded',
      body: PreferenceForm,
      repeatable: 'SAME_STATE',
      responses: { 303: null },
    },
    getOpposition: {
      method: 'GET',
      path: '/u/{token}',
      function: 'unsubscribe',
      title: {
        fr: 'Page pour ne plus recevoir un message',
        en: 'Page to receive a message no more',
      },
      permission: 'PUBLIC',
      parameters: PageToken,
      query: LanguageQuery,
      produces: ['text/html'],
      responses: { 200: z.string() },
    },
    postOpposition: {
      method: 'POST',
      path: '/u/{token}',
      function: 'unsubscribe',
      title: {
        fr: 'Ne plus recevoir un message, en un clic (RFC 8058)',
        en: 'One-click opposition (RFC 8058)',
      },
      permission: 'PUBLIC',
      parameters: PageToken,
      query: LanguageQuery,
      produces: ['text/html'],
      repeatable: 'SAME_STATE',
      responses: { 200: z.string() },
    },
  },
  emits: ['consent.changed', 'consent.confirm-due', 'confirmation.asked', 'notice.replaced'],
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
    'consent.ledger': {
      title: {
        fr: 'Noter qu’un lecteur ne veut plus de messages',
        en: 'Note that a reader wants no more messages',
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
    'consent.links': {
      title: {
        fr: 'Le lien pour ne plus recevoir un message',
        en: 'The link to receive a message no more',
      },
      grants: [...indexGrants],
    },
  },
});
