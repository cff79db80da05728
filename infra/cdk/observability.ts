import { type Stack, CfnOutput, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import { createBreakGlass } from './break-glass.ts';
import { constructId } from './naming.ts';
import type { Stateful } from './stateful.ts';
import type { Stateless } from './stateless.ts';

const rows = ['People', 'API', 'Functions', 'Queues', 'Tables'] as const;

/**
 * One thing that is watched. More than `most` in a period rings; metrics carry names of functions and tables only,
 * one each: an alarm on an expression would cost as much as one for each of its metrics and say less.
 */
interface Watch {
  readonly id: string;
  readonly row: (typeof rows)[number];
  readonly label: string;
  readonly metric: Metric;
  readonly most: number;
}

interface ObservabilityInput {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly stateful: Stateful;
  readonly stateless: Stateless;
}

const period = Duration.minutes(5);

/** A message older than this means that a consumer has stopped. */
const oldestMessageSeconds = 15 * 60;

/** One alarm a watch, one dashboard of all watches, one topic to which the IT team subscribes. */
export function fillObservability(stack: Stack, input: ObservabilityInput): void {
  const masterKey = Key.fromKeyArn(stack, 'StorageKey', input.stateful.storageKey.keyArn);
  const topic = new Topic(stack, 'Alarms', { masterKey, enforceSSL: true });
  const watches = [
    ...functionWatches(input),
    ...queueWatches(input),
    ...tableWatches(input),
    apiWatch(input),
    breakGlassWatch(createBreakGlass(stack, { ...input, masterKey })),
  ];
  for (const watch of watches) createAlarm(stack, watch).addAlarmAction(new SnsAction(topic));
  createDashboard(stack, input.network, watches);
  new CfnOutput(stack, 'AlarmTopicArn', { value: topic.topicArn });
}

function createAlarm(stack: Stack, watch: Watch): Alarm {
  return new Alarm(stack, watch.id, {
    alarmDescription: watch.label,
    metric: watch.metric,
    threshold: watch.most,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

function createDashboard(stack: Stack, network: Network, watches: readonly Watch[]): void {
  new Dashboard(stack, 'Dashboard', {
    dashboardName: `discretion-${network.id}`,
    widgets: rows.map((title) => {
      const left = watches
        .filter(({ row }) => row === title)
        .map(({ metric, label }) => metric.with({ label }));
      return [new GraphWidget({ title, width: 24, height: 8, left })];
    }),
  });
}

function functionWatches({ stateless }: ObservabilityInput): readonly Watch[] {
  return [...stateless.lambdas].flatMap(([id, lambda]) => [
    {
      id: constructId(id, 'errors'),
      row: 'Functions' as const,
      label: `${id} fails`,
      metric: lambda.metricErrors({ period }),
      most: 0,
    },
    {
      id: constructId(id, 'throttles'),
      row: 'Functions' as const,
      label: `${id} is throttled`,
      metric: lambda.metricThrottles({ period }),
      most: 0,
    },
  ]);
}

function queueWatches({ stateless }: ObservabilityInput): readonly Watch[] {
  const dead = [
    ...[...stateless.queues].map(([id, own]) => [id, own.dead] as const),
    ['asynchronous', stateless.failures] as const,
  ];
  return [
    ...dead.map(([id, queue]) => ({
      id: constructId(id, 'dead'),
      row: 'Queues' as const,
      label: `${id}: what could not be handled waits for a human, two weeks at most`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
      most: 0,
    })),
    ...[...stateless.queues].map(([id, { queue }]) => ({
      id: constructId(id, 'age'),
      row: 'Queues' as const,
      label: `${id} lags behind its queue (seconds)`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period }),
      most: oldestMessageSeconds,
    })),
  ];
}

function tableWatches({ stateful }: ObservabilityInput): readonly Watch[] {
  return [...stateful.tables].flatMap(([name, table]) =>
    (['Read', 'Write'] as const).map((way) => ({
      id: constructId(name, way, 'throttle', 'events'),
      row: 'Tables' as const,
      label: `table ${name}: ${way.toLowerCase()}s are throttled`,
      metric: new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: `${way}ThrottleEvents`,
        dimensionsMap: { TableName: table.tableName },
        statistic: 'sum',
        period,
      }),
      most: 0,
    })),
  );
}

const breakGlassWatch = (metric: Metric): Watch => ({
  id: 'BreakGlassAlarm',
  row: 'People',
  label: 'Somebody takes the break-glass role (docs/runbooks/break-glass.md)',
  metric,
  most: 0,
});

function apiWatch({ stateless }: ObservabilityInput): Watch {
  return {
    id: 'ApiServerErrors',
    row: 'API',
    label: 'The API answers 5xx',
    metric: stateless.api.metricServerError({ period, statistic: 'sum' }),
    most: 0,
  };
}
