import { type Stack, CfnOutput, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import {
  AccountRootPrincipal,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Stateful } from './stateful.ts';

/** rules.md §4: an administrator reads readers for a reason, for one hour at most, and the DPO knows. */
const longest = Duration.hours(1);

interface BreakGlassInput {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly stateful: Stateful;
  /** By its ARN, as in all stacks but its own. */
  readonly masterKey: IKey;
}

/**
 * The one role by which a person reads what readers have left here, and the bell that rings when it is taken.
 * @returns how often it was taken, for the alarm
 */
export function createBreakGlass(stack: Stack, input: BreakGlassInput): Metric {
  const role = createRole(stack, input);
  const topic = createTopic(stack, input);
  const rule = new CfnRule(stack, 'BreakGlassTaken', {
    description: 'Somebody takes the break-glass role, or tries to',
    // AssumeRole is a management event that reads: a rule that is only ENABLED may not see it.
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    eventPattern: {
      source: ['aws.sts'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['sts.amazonaws.com'],
        eventName: ['AssumeRole'],
        requestParameters: { roleArn: [role.roleArn] },
      },
    },
    targets: [{ id: 'People', arn: topic.topicArn, inputTransformer: message(input.network) }],
  });
  new CfnOutput(stack, 'BreakGlassRoleArn', { value: role.roleArn });
  return new Metric({
    namespace: 'AWS/Events',
    metricName: 'MatchedEvents',
    dimensionsMap: { RuleName: rule.ref },
    statistic: 'sum',
    period: Duration.minutes(5),
  });
}

/**
 * Whoever may take it has just shown a second factor, says why as the session tag `reason`, and does so at the
 * endpoint of this region: elsewhere the rule would not hear it.
 */
function createRole(stack: Stack, { network, inventory, stateful }: BreakGlassInput): Role {
  const person = new AccountRootPrincipal().withConditions({
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    NumericLessThan: { 'aws:MultiFactorAuthAge': String(longest.toSeconds()) },
    StringEquals: { 'aws:RequestedRegion': network.region },
    StringLike: { 'aws:RequestTag/reason': '??????????*' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['reason'] },
  });
  const named = new Set(inventory.personalData.map(({ table }) => table));
  const keys = inventory.tables.filter(({ keyTable }) => keyTable).map(({ name }) => name);
  const arns = [...named, ...keys].toSorted().flatMap((name) => {
    const table = stateful.tables.get(name);
    return table ? [table.tableArn] : [];
  });
  return new Role(stack, 'BreakGlass', {
    description: `Discretion, ${network.name}: reads readers in an emergency; the DPO is told`,
    assumedBy: new SessionTagsPrincipal(person),
    maxSessionDuration: longest,
    inlinePolicies: {
      breakGlass: new PolicyDocument({
        minimize: false,
        statements: [
          ...(arns.length > 0
            ? [
                new PolicyStatement({
                  actions: ['dynamodb:GetItem', 'dynamodb:Query'],
                  resources: arns,
                }),
              ]
            : []),
          new PolicyStatement({
            actions: ['kms:Decrypt'],
            resources: [stateful.vaultKey.keyArn],
            conditions: { StringEquals: { 'kms:EncryptionContext:network': network.id } },
          }),
        ],
      }),
    },
  });
}

/** A topic of its own: alarms are for the IT team, this is for every DPO as well, who confirms the subscription once. */
function createTopic(stack: Stack, { network, masterKey }: BreakGlassInput): Topic {
  const topic = new Topic(stack, 'BreakGlassBell', { masterKey, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TheRuleRingsTheBell',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }),
  );
  const addresses = new Set(network.communes.flatMap(({ dpo }) => (dpo ? [dpo.email] : [])));
  for (const address of [...addresses].toSorted())
    topic.addSubscription(new EmailSubscription(address));
  return topic;
}

/** Who, when and why, as CloudTrail saw it: names of accounts, never of readers. */
const message = ({ name }: Network) => ({
  inputPathsMap: {
    who: '$.detail.userIdentity.arn',
    at: '$.time',
    reason: '$.detail.requestParameters.tags[0].value',
    refused: '$.detail.errorCode',
  },
  inputTemplate: JSON.stringify(
    `${name} : bris de glace / break-glass. <who>, <at>. Motif / reason: <reason>. Refus / refused: <refused>. Une heure au plus ; demandez le compte rendu (docs/runbooks/break-glass.md).`,
  ),
});
