import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { region } from './emulator.ts';
import { callForm, tagOf } from './form-call.ts';
import { signedFetch, type Credentials, type ServiceCall } from './signed-fetch.ts';

const administrator: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const Functions = z.object({
  Functions: z.array(
    z.object({
      FunctionName: z.string(),
      Description: z.string(),
      Role: z.string(),
      CodeSha256: z.string(),
      LoggingConfig: z.object({ LogGroup: z.string() }),
      Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
    }),
  ),
});
export type DeployedFunction = z.infer<typeof Functions>['Functions'][number] & { id: string };

const Events = z.object({
  events: z.array(z.object({ message: z.string() })),
  nextToken: z.string().optional(),
});

/** The clients of our dependencies, as whoever holds the credentials. */
export function clientsOf(endpoint: string, credentials: Credentials = administrator) {
  const config = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    dynamo: new DynamoDBClient(config),
    kms: new KMSClient(config),
    ses: new SESClient(config),
    sns: new SNSClient(config),
  };
}
export type Clients = ReturnType<typeof clientsOf>;

interface AssumeOptions {
  /** Of the session. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whose endpoint is asked. */
  readonly region?: string;
}

/** The emulated account, seen by its administrator. */
export interface Cloud extends Clients {
  readonly endpoint: string;
  functions(): Promise<readonly DeployedFunction[]>;
  /** As a schedule would: by its id in the inventory. @throws when the function fails */
  invoke(id: string, event: object): Promise<void>;
  /** @throws when the role cannot be taken so */
  assumeRole(arn: string, options?: AssumeOptions): Promise<Clients>;
  logLines(group: string): Promise<readonly string[]>;
  tables(): Promise<readonly string[]>;
  /** Table → number of items. */
  countItems(): Promise<Readonly<Record<string, number>>>;
  request(call: ServiceCall): Promise<Response>;
}

const stamp = () =>
  Temporal.Now.instant().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/gu, '');

export function openCloud(endpoint: string): Cloud {
  const clients = clientsOf(endpoint);
  const request = (call: ServiceCall) =>
    signedFetch(call, {
      endpoint,
      region: call.region ?? region,
      credentials: administrator,
      stamp: stamp(),
    });
  const functions = async () => {
    const path = '/2015-03-31/functions/';
    const answer = await request({ service: 'lambda', method: 'GET', path });
    return Functions.parse(await answer.json()).Functions.flatMap((one) => {
      const id = /^Discretion (?<id>\S+)$/u.exec(one.Description)?.groups?.['id'];
      return id === undefined ? [] : [{ ...one, id }];
    });
  };
  const tables = async () => {
    const names: string[] = [];
    for await (const page of paginateListTables({ client: clients.dynamo }, {}))
      names.push(...(page.TableNames ?? []));
    return names;
  };
  return {
    ...clients,
    endpoint,
    request,
    functions,
    tables,
    invoke: async (id, event) => {
      const target = (await functions()).find((one) => one.id === id);
      if (!target) throw new Error(`no function ${id} is deployed`);
      const path = `/2015-03-31/functions/${target.FunctionName}/invocations`;
      const body = JSON.stringify(event);
      const answer = await request({ service: 'lambda', method: 'POST', path, body });
      const text = await answer.text();
      if (!answer.ok || answer.headers.get('x-amz-function-error'))
        throw new Error(`${id} failed: ${text.slice(0, 400)}`);
    },
    assumeRole: async (arn, options) =>
      clientsOf(endpoint, await assumeRole(request, arn, options)),
    logLines: (group) => readLog(request, group),
    countItems: async () => {
      const counts = (await tables()).map(async (TableName) => {
        let count = 0;
        for await (const page of paginateScan({ client: clients.dynamo }, { TableName }))
          count += page.Count ?? 0;
        return [TableName, count] as const;
      });
      return Object.fromEntries(await Promise.all(counts));
    },
  };
}

async function assumeRole(
  request: Cloud['request'],
  arn: string,
  { tags = {}, region: at }: AssumeOptions = {},
): Promise<Credentials> {
  const tagged = Object.entries(tags).flatMap(([name, value], n) => [
    [`Tags.member.${n + 1}.Key`, name] as const,
    [`Tags.member.${n + 1}.Value`, value] as const,
  ]);
  const text = await callForm(request, {
    service: 'sts',
    action: 'AssumeRole',
    parameters: { RoleArn: arn, RoleSessionName: 'proof', ...Object.fromEntries(tagged) },
    ...(at && { region: at }),
  });
  return {
    accessKeyId: tagOf(text, 'AccessKeyId'),
    secretAccessKey: tagOf(text, 'SecretAccessKey'),
    sessionToken: tagOf(text, 'SessionToken'),
  };
}

async function readLog(request: Cloud['request'], logGroupName: string): Promise<string[]> {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await request({
      service: 'logs',
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
      },
      body: JSON.stringify({ logGroupName, ...(nextToken && { nextToken }) }),
    });
    const page = Events.parse(await answer.json());
    lines.push(...page.events.map(({ message }) => message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}
