import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { indexGrants } from '#core/vault/grants.ts';
import {
  ConfirmationForm,
  ConfirmationInput,
  LanguageQuery,
  PageToken,
  PatronPath,
  PreferenceForm,
  PreferenceLink,
  PreferencesQuery,
} from './api/schemas.ts';

/** Who holds the link may open it: the token is in the path. */
const page = {
  permission: 'PUBLIC',
  parameters: PageToken,
  produces: ['text/html'],
} as const;
const shown = { 200: z.string() } as const;

export const manifest = definePlugin({
  name: 'preferences',
  title: { fr: 'Pages des choix', en: 'Pages of choices' },
  description: {
    fr: 'Les pages qu’un lien ouvre sans mot de passe : voir et changer ses choix, ne plus recevoir un message, confirmer un accord.',
    en: 'The pages that a link opens without a password: see and change one’s choices, receive a message no more, confirm a consent.',
  },
  functions: {
    desk: {
      entry: 'handlers/desk.ts',
      grants: [
        {
          table: 'PreferenceLinks',
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        },
        ...indexGrants,
      ],
      requires: [
        'consent.choices',
        'consent.gate',
        'exchange.idempotency',
        'governance.signoffs',
        'patrons.contact',
      ],
    },
    page: {
      entry: 'handlers/page.ts',
      grants: [
        { table: 'PreferenceLinks', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        ...indexGrants,
      ],
      requires: ['consent.choices', 'consent.decisions', 'governance.signoffs', 'patrons.contact'],
    },
    unsubscribe: {
      entry: 'handlers/unsubscribe.ts',
      grants: [...indexGrants],
      requires: ['consent.objections', 'patrons.contact'],
    },
  },
  routes: {
    postPreferenceLink: {
      method: 'POST',
      path: '/v1/patrons/{patronRef}/preference-link',
      function: 'desk',
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
      function: 'desk',
      title: {
        fr: 'Annuler le lien d’un lecteur vers ses choix',
        en: 'Revoke the link of a reader to their choices',
      },
      permission: ['DESK'],
      parameters: PatronPath,
      responses: { 204: null },
    },
    postConfirmationRequest: {
      method: 'POST',
      path: '/v1/patrons/{patronRef}/consents/doi',
      function: 'desk',
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
    getPreferences: {
      ...page,
      method: 'GET',
      path: '/p/{token}',
      function: 'page',
      title: { fr: 'Page des choix d’un lecteur', en: 'Page of a reader’s choices' },
      query: PreferencesQuery,
      responses: shown,
    },
    postPreferences: {
      ...page,
      method: 'POST',
      path: '/p/{token}',
      function: 'page',
      title: { fr: 'Changer un choix sur sa page', en: 'Change a choice on one’s page' },
      accepts: 'application/x-www-form-urlencoded',
      body: PreferenceForm,
      repeatable: 'SAME_STATE',
      responses: { 303: null },
    },
    getConfirmation: {
      ...page,
      method: 'GET',
      path: '/c/{token}',
      function: 'page',
      title: { fr: 'Page pour confirmer un accord', en: 'Page to confirm a consent' },
      query: LanguageQuery,
      responses: shown,
    },
    postConfirmation: {
      ...page,
      method: 'POST',
      path: '/c/{token}',
      function: 'page',
      title: { fr: 'Confirmer un accord, d’un clic', en: 'Confirm a consent, with one click' },
      accepts: 'application/x-www-form-urlencoded',
      body: ConfirmationForm,
      repeatable: 'SAME_STATE',
      responses: shown,
    },
    getOpposition: {
      ...page,
      method: 'GET',
      path: '/u/{token}',
      function: 'unsubscribe',
      title: {
        fr: 'Page pour ne plus recevoir un message',
        en: 'Page to receive a message no more',
      },
      query: LanguageQuery,
      responses: shown,
    },
    postOpposition: {
      ...page,
      method: 'POST',
      path: '/u/{token}',
      function: 'unsubscribe',
      title: {
        fr: 'Ne plus recevoir un message, en un clic (RFC 8058)',
        en: 'One-click opposition (RFC 8058)',
      },
      query: LanguageQuery,
      repeatable: 'SAME_STATE',
      responses: shown,
    },
  },
  emits: ['confirmation.asked'],
  tables: {
    PreferenceLinks: { ttl: 'purgeAt', pitrDays: 7, outbox: true },
  },
  personalData: [
    {
      table: 'PreferenceLinks',
      category: {
        fr: 'Liens remis aux lecteurs et demandes de confirmation',
        en: 'Links given to readers and requests to confirm',
      },
      legalBasis: 'GDPR 7(1), 12(2), 5(2)',
      retention: 'RET-17',
      sealedBy: 'none: keyed hashes, random ids and codes, no contact and no link',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        { table: 'PreferenceLinks', actions: ['dynamodb:Query', 'dynamodb:BatchWriteItem'] },
      ],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [{ table: 'PreferenceLinks', actions: ['dynamodb:Query'] }],
    },
  ],
  provides: {
    'preferences.links': {
      title: {
        fr: 'Les liens au bas d’un message',
        en: 'The links at the foot of a message',
      },
      grants: [...indexGrants],
    },
  },
});
