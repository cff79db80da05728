import * as z from 'zod';
import { isAwsClient, silent } from '#core/aws-client.ts';
import type { Grant } from '#core/manifest.ts';
import { arnOf, region } from './aws/account.ts';
import type { Meter } from './consumed.ts';
import { createPolicy, needsOf, type Need } from './grants.ts';

/** Addresses of the local services, by the name of the SDK client. */
export type Endpoints = Readonly<Record<string, string>>;

export interface Instrumentation {
  readonly functionId: string;
  readonly grants: readonly Grant[];
  readonly endpoints: Endpoints;
  readonly tablePrefix: string;
  readonly meter: Meter;
}

interface Call {
  readonly input: Record<string, unknown>;
  readonly request?: {
    protocol: string;
    hostname: string;
    port?: number;
    headers: Record<string, string>;
  };
}
type Next = (call: Call) => Promise<{ output: unknown }>;
interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}

const Capacity = z.object({ TableName: z.string(), CapacityUnits: z.number() });
const Counted = z.object({
  ConsumedCapacity: z.union([Capacity.transform((one) => [one]), z.array(Capacity)]),
});

/**
 * Makes an SDK client a citizen of this machine: it reaches the local services only, does nothing that the
 * function's role would not allow, and its capacity is counted.
 */
export function instrumentClient<C>(client: C, args: Instrumentation): C {
  if (!isAwsClient(client)) return client;
  const policy = createPolicy(args.grants, (table) => args.tablePrefix + table);
  client.middlewareStack.add(guard(args, policy), { step: 'initialize', name: 'localGuard' });
  for (const name of needless) client.middlewareStack.remove(name);
  silent(client);
  client.middlewareStack.add(redirect(args.endpoints), { step: 'build', name: 'localEndpoint' });
  return client;
}

/**
 * Signing costs a third of a call and nobody here checks it, nor reads who calls with which version; the last would warn
 * that a queue's URL is not Amazon's.
 */
const needless = [
  'httpSigningMiddleware',
  'getUserAgentMiddleware',
  'recursionDetectionMiddleware',
  'queueUrlMiddleware',
];

function guard(args: Instrumentation, policy: (need: Need) => boolean) {
  return (next: Next, context: Context) => async (call: Call) => {
    const { clientName = '', commandName = '' } = context;
    const needs = needsOf(clientName, commandName, call.input);
    const refused = needs.find((need) => !policy(need));
    if (refused) throw accessDenied(args, refused);
    args.meter.called(
      `${clientName.replace(/Client$/u, '')}.${commandName.replace(/Command$/u, '')}`,
    );
    if (clientName !== 'DynamoDBClient') return next(call);
    const answer = await next({
      ...call,
      input: { ReturnConsumedCapacity: 'INDEXES', ...call.input },
    });
    count(args, commandName, answer.output);
    return answer;
  };
}

const reads = /^(?:Get|Query|Scan|BatchGet|TransactGet)/u;

function count(
  { meter, functionId, tablePrefix }: Instrumentation,
  command: string,
  output: unknown,
): void {
  const kind = reads.test(command) ? 'read' : 'write';
  for (const { TableName, CapacityUnits } of Counted.safeParse(output).data?.ConsumedCapacity ??
    []) {
    meter.add({
      table: TableName.slice(tablePrefix.length),
      function: functionId,
      kind,
      units: CapacityUnits,
    });
  }
}

/** The error that the SDK throws when IAM refuses. */
function accessDenied({ functionId, tablePrefix }: Instrumentation, need: Need): Error {
  const resource = need.table
    ? arnOf('dynamodb', `table/${need.table.slice(tablePrefix.length)}`)
    : '*';
  const message = `${arnOf('sts', `assumed-role/${functionId}`)} is not authorized to perform: ${need.action} on resource: ${resource}`;
  return Object.assign(new Error(message), {
    name: 'AccessDeniedException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 },
  });
}

/** The engine wants the form of a signature; one that keeps regions apart reads the region there. */
const unsigned = {
  'x-amz-date': '20261123T080000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=local/20261123/${region}/local/aws4_request, SignedHeaders=host, Signature=local`,
};

function redirect(endpoints: Endpoints) {
  const places = new Map(Object.entries(endpoints).map(([name, url]) => [name, new URL(url)]));
  const nowhere = new URL('http://127.0.0.1:9');
  return (next: Next, { clientName = '' }: Context) => {
    const { protocol, hostname, port, host } = places.get(clientName) ?? nowhere;
    return (call: Call) => {
      if (call.request) {
        Object.assign(call.request, { protocol, hostname, port: Number(port) });
        Object.assign(call.request.headers, { host, ...unsigned });
      }
      return next(call);
    };
  };
}
