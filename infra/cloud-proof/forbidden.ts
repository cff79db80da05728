import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { Network } from '#core/network.ts';
import { tableVariable } from '#core/runtime.ts';
import { senderAddress } from '../cdk/naming.ts';
import type { Clients, Cloud, DeployedFunction } from './cloud.ts';
import type { Permission } from './permissions.ts';

/** What came of calls made with the role of one function. */
export interface Tried {
  readonly functionId: string;
  readonly calls: readonly {
    readonly what: string;
    readonly held: boolean;
    /** `allowed`, `denied`, or what else came. */
    readonly outcome: string;
  }[];
}

interface Attempt {
  readonly what: string;
  /** The action that IAM asks for, and the resource when it is a table. */
  readonly action: string;
  readonly table?: string;
  act(clients: Clients): Promise<unknown>;
}

/** What the environments of functions say, by name: tables and keys have made-up names. */
export async function variablesOf(cloud: Cloud): Promise<(name: string) => string> {
  const functions = await cloud.functions();
  return (name) =>
    functions.map(({ Environment }) => Environment?.Variables[name]).find(Boolean) ?? '';
}

/** The calls that would hurt most. Numbers are those that ARCEP keeps for fiction. */
async function attemptsOf(cloud: Cloud, network: Network): Promise<readonly Attempt[]> {
  const variable = await variablesOf(cloud);
  const context = { network: network.id, commune: network.communes[0]?.id ?? '' };
  const key = await cloud.kms.send(
    new GenerateDataKeyCommand({
      KeyId: variable('VAULT_KEY_ID'),
      KeySpec: 'AES_256',
      EncryptionContext: context,
    }),
  );
  const read = (name: string): Attempt => {
    const TableName = variable(tableVariable(name));
    const Key = { pk: { S: 'x' }, sk: { S: 'x' } };
    return {
      what: `read ${name}`,
      action: 'dynamodb:GetItem',
      table: name,
      act: ({ dynamo }) => dynamo.send(new GetItemCommand({ TableName, Key })),
    };
  };
  const readers = 'Directory';
  return [
    ...sendings(senderAddress(network)),
    {
      what: 'unwrap a key',
      action: 'kms:Decrypt',
      act: ({ kms }) =>
        kms.send(
          new DecryptCommand({ CiphertextBlob: key.CiphertextBlob, EncryptionContext: context }),
        ),
    },
    {
      what: 'scan readers',
      action: 'dynamodb:Scan',
      table: readers,
      act: ({ dynamo }) =>
        dynamo.send(new ScanCommand({ TableName: variable(tableVariable(readers)) })),
    },
    ...['Loans', readers, 'Cases'].map(read),
  ];
}

export function sendings(from: string): readonly Attempt[] {
  const Destinations = ['nobody@example.org'];
  const Data = Buffer.from(`From: ${from}\r\nTo: nobody@example.org\r\n\r\nproof`);
  return [
    {
      what: 'e-mail',
      action: 'ses:SendRawEmail',
      act: ({ ses }) =>
        ses.send(new SendRawEmailCommand({ Source: from, Destinations, RawMessage: { Data } })),
    },
    {
      what: 'SMS',
      action: 'sns:Publish',
      act: ({ sns }) =>
        sns.send(new PublishCommand({ PhoneNumber: '+33639980000', Message: 'proof' })),
    },
  ];
}

/** Every function tries every call, in its role: what its template does not hold must be denied. */
export async function tryForbidden(args: {
  cloud: Cloud;
  network: Network;
  permissions: readonly Permission[];
}): Promise<readonly Tried[]> {
  const attempts = await attemptsOf(args.cloud, args.network);
  const tried: Tried[] = [];
  for (const one of await args.cloud.functions())
    tried.push(await tryOne(one, { ...args, attempts }));
  return tried;
}

async function tryOne(
  one: DeployedFunction,
  args: { cloud: Cloud; permissions: readonly Permission[]; attempts: readonly Attempt[] },
): Promise<Tried> {
  const clients = await args.cloud.assumeRole(one.Role);
  const calls = args.attempts.map(async ({ what, action, table, act }) => {
    const held = args.permissions.some(
      (right) =>
        right.functionId === one.id &&
        right.effect === 'Allow' &&
        right.action === action &&
        (table === undefined || right.resource === table),
    );
    return { what, held, outcome: await outcomeOf(act(clients)) };
  });
  return { functionId: one.id, calls: await Promise.all(calls) };
}

const refusals = /AccessDenied|not authorized/iu;

export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'allowed';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refusals.test(`${error.name} ${error.message}`) ? 'denied' : error.name;
  }
}

/** Wrong: allowed without the right, or denied in spite of it. */
export const isWrong = ({ held, outcome }: Tried['calls'][number]): boolean =>
  outcome !== (held ? 'allowed' : 'denied');
