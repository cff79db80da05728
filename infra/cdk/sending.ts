import { type Stack, CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Network } from '#core/network.ts';
import type { InventoryFunction } from '../inventory/types.ts';
import { constructId } from './construct-id.ts';
import { senderAddress } from './naming.ts';

export type ProviderTopic = InventoryFunction['receives'][number];

export interface Sending {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly topics: Readonly<Record<ProviderTopic, Topic>>;
}

/**
 * NOT-11: neither OPEN nor CLICK is ever asked for, and without a tracking destination SES rewrites nothing.
 * SEND is there because a message whose answer was lost is only known by it.
 */
const reportedEvents = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY_DELAY,
];

/** Who sends, how it is reported, and the topics by which the providers answer. */
export function createSending(stack: Stack, network: Network, key: IKey): Sending {
  const topics = {
    'provider-feedback': createTopic(stack, 'ProviderFeedback', key),
    'inbound-sms': createTopic(stack, 'InboundSms', key),
  };
  topics['inbound-sms'].addToResourcePolicy(twoWaySms(stack, topics['inbound-sms']));
  const configurationSet = new ConfigurationSet(stack, 'ConfigurationSet', {
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE, // GOV-15
    reputationMetrics: true,
    // The account's own list would keep addresses that no erasure plan reaches; ours keeps hashes (RET-18).
    disableSuppressionList: true,
  });
  configurationSet.addEventDestination('Feedback', {
    destination: EventDestination.snsTopic(topics['provider-feedback']),
    events: reportedEvents,
  });
  const domain = senderAddress(network).replace(/^.*@/u, '');
  const identity = new EmailIdentity(stack, 'SenderDomain', {
    identity: Identity.domain(domain),
    configurationSet,
  });
  new CfnOutput(stack, 'InboundSmsTopicArn', { value: topics['inbound-sms'].topicArn });
  return { identity, configurationSet, topics };
}

/** A push that the function could not be given, or could not handle, ends in `failures`: no STOP is lost. */
export function subscribeReceivers(args: {
  functions: readonly InventoryFunction[];
  lambdas: ReadonlyMap<string, Lambda>;
  topics: Sending['topics'];
  failures: IQueue;
}): void {
  for (const { id, receives } of args.functions) {
    const lambda = args.lambdas.get(id);
    if (!lambda) continue;
    for (const topic of receives) {
      args.topics[topic].addSubscription(
        new LambdaSubscription(lambda, { deadLetterQueue: args.failures }),
      );
    }
  }
}

function createTopic(stack: Stack, name: string, masterKey: IKey): Topic {
  return new Topic(stack, constructId(name), { masterKey, enforceSSL: true });
}

/** The replies of readers come from AWS End User Messaging, by the short code that the runbook asks AWS for. */
function twoWaySms(stack: Stack, topic: Topic): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
}
