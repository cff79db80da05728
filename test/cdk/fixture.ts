import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Annotations, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { parse } from 'yaml';
import { Network } from '#core/network.ts';
import { createStacks, type Stacks } from '../../infra/cdk/discretion-app.ts';
import type { Inventory, InventoryFunction, InventoryRoute } from '../../infra/inventory/types.ts';

const text = { fr: 'essai', en: 'trial' };

const lambda = (id: string, rest: Partial<InventoryFunction> = {}): InventoryFunction => ({
  id,
  plugin: id.split('-')[0] ?? id,
  entry: `/functions/${id}.ts`,
  contributions: [],
  requires: [],
  variables: [],
  grants: [],
  timeoutSeconds: 10,
  memoryMb: 512,
  consumes: [],
  receives: [],
  tables: [],
  ...rest,
});

const route = (id: string, rest: Pick<InventoryRoute, 'path' | 'permission' | 'target' | 'method'>): InventoryRoute => ({
  id,
  plugin: 'loans',
  operation: id,
  function: id,
  title: text,
  responses: { 200: null },
  ...rest,
});

/** A small network with one of each: the shapes that the real inventory takes. */
export const inventory: Inventory = {
  plugins: [],
  personalData: [],
  subscriptions: { 'message.requested': ['delivery-send'], 'campaign.chunk': ['delivery-send'] },
  functions: [
    lambda('loans-read', {
      tables: ['Loans'],
      grants: [
        { table: 'Loans', actions: ['dynamodb:GetItem', 'dynamodb:Query'] },
        { key: 'vault', actions: ['kms:Decrypt'] },
      ],
    }),
    lambda('loans-sweep', { tables: ['Loans'], grants: [{ table: 'Loans', actions: ['dynamodb:DeleteItem'] }] }),
    lambda('governance-relay', {
      composes: 'relay',
      variables: ['OUTBOX_TABLES', 'SUBSCRIPTIONS'],
      tables: ['Loans'],
      grants: [
        { table: 'Loans', actions: ['dynamodb:Query', 'dynamodb:UpdateItem'] },
        { queuesOf: 'subscribers', actions: ['sqs:SendMessage'] },
      ],
    }),
    lambda('delivery-send', {
      tables: ['SubjectKeys'],
      timeoutSeconds: 60,
      consumes: ['message.requested', 'campaign.chunk'],
      grants: [
        { table: 'SubjectKeys', actions: ['dynamodb:Query', 'dynamodb:PutItem'] },
        { send: 'EMAIL', actions: ['ses:SendRawEmail'] },
        { send: 'SMS', actions: ['sns:Publish'] },
      ],
    }),
    lambda('delivery-feedback', { receives: ['provider-feedback', 'inbound-sms'] }),
    lambda('portal-pages'),
  ],
  routes: [
    route('loans-list', { method: 'GET', path: '/v1/patrons/{patronRef}/loans', permission: ['LIBRARIAN'], target: 'loans-read' }),
    route('preferences', { method: 'GET', path: '/p/{token}', permission: 'PUBLIC', target: 'portal-pages' }),
  ],
  schedules: [
    { id: 'loans-nightly', plugin: 'loans', target: 'loans-sweep', function: 'sweep', cron: '5 0 * * *', zone: 'Europe/Paris', title: text },
    { id: 'governance-relay', plugin: 'governance', target: 'governance-relay', function: 'relay', everyMinutes: 1, title: text },
  ],
  tables: [
    {
      name: 'Loans',
      plugin: 'loans',
      pitrDays: 7,
      ttl: 'purgeAt',
      outbox: true,
      indexes: {
        byItem: { partition: 'itemPk', sort: 'itemSk', projection: 'ALL' },
        outbox: { partition: 'outbox', sort: 'sk', projection: 'ALL' },
      },
    },
    { name: 'SubjectKeys', plugin: 'rights', pitrDays: 1, keyTable: true },
  ],
};

export const network: Network = Network.parse(parse(readFileSync('infra/networks/pays-de-valserine.yaml', 'utf8')));

/** The stacks without any bundling: the code of every function is a stub. */
export function synthesize(args: { network?: Network; inventory?: Inventory; context?: Record<string, unknown> } = {}): {
  app: App;
  stacks: Stacks;
} {
  const app = new App({ ...(args.context && { context: args.context }) });
  const stacks = createStacks(app, {
    network: args.network ?? network,
    inventory: args.inventory ?? inventory,
    code: () => Code.fromInline('exports.handler = async () => undefined;'),
    assets: 'layers/assets',
  });
  return { app, stacks };
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Resources of a type over all stacks, with their logical ids. */
export function resourcesOf(stacks: Stacks, type: string): readonly Resource[] {
  return Object.values(stacks).flatMap((stack: Stack) =>
    Object.entries(Template.fromStack(stack).findResources(type)).map(([id, resource]) => ({
      id,
      type,
      properties: resource['Properties'] ?? {},
    })),
  );
}

export function errorsOf(stack: Stack): readonly unknown[] {
  return Annotations.fromStack(stack)
    .findError('*', '.*')
    .map(({ entry }) => entry.data);
}
