import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { heard, type Answer } from './answer.ts';

export interface SmsSettings {
  /** US dollars a month; AWS starts at 1. */
  readonly limitUsd: number;
  /** Outcomes are written to a log, from which refusals come back (`sending-facts.md` §3.5). */
  readonly isReported: boolean;
}

/** SNS of the region: its SMS, and who is told of alarms. */
export interface SmsAccount {
  settings(): Promise<Answer<SmsSettings>>;
  isInSandbox(): Promise<Answer<boolean>>;
  /** How many have confirmed that they want the alarms of this network; undefined when the topic is not deployed. */
  alarmListeners(networkId: string): Promise<Answer<number | undefined>>;
}

/** Double: answers what it is given. */
export function makeSmsAccount(args: {
  settings: Answer<SmsSettings>;
  isInSandbox: Answer<boolean>;
  alarmListeners: Answer<number | undefined>;
}): SmsAccount {
  return {
    settings: async () => args.settings,
    isInSandbox: async () => args.isInSandbox,
    alarmListeners: async () => args.alarmListeners,
  };
}

export function createSmsAccount(client: SNSClient): SmsAccount {
  return {
    settings: () =>
      heard(async () => {
        const { attributes = {} } = await client.send(new GetSMSAttributesCommand({}));
        return {
          limitUsd: Number(attributes['MonthlySpendLimit'] ?? 1),
          isReported: Boolean(attributes['DeliveryStatusIAMRole']),
        };
      }),
    isInSandbox: () =>
      heard(async () => {
        const { IsInSandbox } = await client.send(new GetSMSSandboxAccountStatusCommand({}));
        return IsInSandbox ?? true;
      }),
    alarmListeners: (networkId) => heard(() => countListeners(client, networkId)),
  };
}

/** CloudFormation names the topic after its stack. */
async function countListeners(client: SNSClient, networkId: string): Promise<number | undefined> {
  const arn = await alarmTopic(client, `:discretion-${networkId}-observability-Alarms`);
  if (arn === undefined) return undefined;
  let confirmed = 0;
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client },
    { TopicArn: arn },
  )) {
    confirmed += Subscriptions.filter(({ SubscriptionArn }) =>
      SubscriptionArn?.startsWith('arn:'),
    ).length;
  }
  return confirmed;
}

async function alarmTopic(client: SNSClient, name: string): Promise<string | undefined> {
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
    const arn = Topics.find(({ TopicArn }) => TopicArn?.includes(name))?.TopicArn;
    if (arn !== undefined) return arn;
  }
  return undefined;
}
