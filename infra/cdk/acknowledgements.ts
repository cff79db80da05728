import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Inventory } from '../inventory/types.ts';
import type { Stacks } from './stacks.ts';
import { asynchronousFunctions } from './functions.ts';
import { constructId } from './construct-id.ts';

interface Acknowledgement {
  /** Ids as cdk-nag prints them, down to the single finding. */
  readonly ids: readonly string[];
  readonly stack: keyof Stacks;
  /** Paths of constructs under the stack, from the inventory; `''` is the stack itself. */
  readonly on: (inventory: Inventory) => readonly string[];
  readonly reason: string;
}

/** Every finding of cdk-nag that we live with, and why. A path that no longer exists fails the synthesis. */
const acknowledgements: readonly Acknowledgement[] = [
  {
    ids: ['AwsSolutions-S1'],
    stack: 'stateful',
    on: () => ['Checkpoints'],
    reason:
      'The bucket holds signed hashes that are meant to be shown, locked against change; a second bucket of access logs would protect nothing and hold addresses of staff.',
  },
  {
    ids: ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions'],
    stack: 'stateless',
    on: ({ functions }) =>
      functions
        .filter(({ grants }) => grants.some((grant) => 'send' in grant && grant.send === 'SMS'))
        .map(({ id }) => `${constructId(id)}Role`),
    reason:
      'sns:Publish to a phone number has no ARN to name; a Deny on every topic and application stands beside it, and only the function that sends has the grant.',
  },
  {
    ids: ['AwsSolutions-APIG4'],
    stack: 'stateless',
    on: ({ routes }) =>
      routes
        .filter(({ permission }) => permission === 'PUBLIC')
        .map(({ method, path }) => `Api/${method}${path.replaceAll('/', '--')}`),
    reason:
      'Declared PUBLIC in the manifest: what may be seen is decided by the token in the path or by the page itself, without a login (CON-04).',
  },
  {
    ids: ['AwsSolutions-APIG4'],
    stack: 'stateless',
    on: ({ routes }) =>
      routes
        .filter(({ byClient }) => byClient === true)
        .map(({ method, path }) => `Api/${method}${path.replaceAll('/', '--')}`),
    reason:
      'For library systems that can only send a fixed header, which the JWT authorizer cannot read: the function itself compares its hash, and refuses before anything else (docs/adr/0014).',
  },
  {
    ids: ['Serverless-SNSRedrivePolicy', 'Serverless-EventBusDLQ'],
    stack: 'observability',
    on: () => ['BreakGlassBell', 'BreakGlassTaken'],
    reason:
      'A message that is lost has a second way: the alarm counts the events that the rule matched, not those that it delivered, and rings at another topic (docs/runbooks/break-glass.md).',
  },
  {
    ids: ['Serverless-SQSRedrivePolicy'],
    stack: 'stateless',
    on: () => ['DeadLetters', 'Failures'],
    reason:
      'This queue is itself the dead letter queue of others; it is watched by an alarm and empties after two weeks.',
  },
  {
    ids: ['Serverless-LambdaDLQ'],
    stack: 'stateless',
    on: (inventory) => {
      const asynchronous = asynchronousFunctions(inventory);
      return inventory.functions
        .filter(({ id }) => !asynchronous.has(id))
        .map(({ id }) => constructId(id));
    },
    reason:
      'Invoked by the HTTP API, whose caller receives the failure, or from its queue, which has its own dead letter queue: Lambda would never use this one.',
  },
  {
    ids: ['Serverless-LambdaEventSourceMappingDestination'],
    stack: 'stateless',
    on: ({ functions }) =>
      functions.filter(({ consumes }) => consumes.length > 0).map(({ id }) => constructId(id)),
    reason:
      'SQS sources take no failure destination; the queue has a redrive policy to its dead letter queue.',
  },
  {
    ids: ['Serverless-LambdaTracing'],
    stack: 'stateless',
    on: () => [''],
    reason:
      'X-Ray needs xray:Put* on *, which no manifest grants; the request id joins the access log and the logs of functions.',
  },
];

/** Records the acknowledgements on the constructs that they name. */
export function acknowledgeFindings(stacks: Stacks, inventory: Inventory): void {
  for (const { ids, stack, on, reason } of acknowledgements) {
    for (const path of on(inventory)) {
      Validations.of(constructAt(stacks[stack], path)).acknowledge(
        ...ids.map((id) => ({ id, reason })),
      );
    }
  }
}

/** Throws when the construct does not exist: a stale acknowledgement is a mistake. */
function constructAt(stack: Stack, path: string): IConstruct {
  return path
    .split('/')
    .reduce<IConstruct>((node, id) => (id ? node.node.findChild(id) : node), stack);
}
