import { type Stack, CfnOutput, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Metric,
  TreatMissingData,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { metricNamespace, metricSpecs, type MetricName } from '#core/metrics.ts';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import { alarmsOf, rows, type AlarmSpec, type Watched } from '../observability/alarms.ts';
import { createBreakGlass } from './break-glass.ts';
import { functionLogGroup } from './naming.ts';
import type { Stateful } from './stateful.ts';
import type { Stateless } from './stateless.ts';

interface ObservabilityInput {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly stateful: Stateful;
  readonly stateless: Stateless;
}

interface Watch extends AlarmSpec {
  readonly metric: Metric;
}

const period = Duration.minutes(5);

/** One alarm a watch, one dashboard, one topic to which the IT team subscribes. */
export function fillObservability(stack: Stack, input: ObservabilityInput): void {
  const masterKey = Key.fromKeyArn(stack, 'StorageKey', input.stateful.storageKey.keyArn);
  const topic = new Topic(stack, 'Alarms', { masterKey, enforceSSL: true });
  const breakGlass = createBreakGlass(stack, { ...input, masterKey });
  const watches = alarmsOf(input.inventory).map((alarm) => ({
    ...alarm,
    metric: alarm.watched.kind === 'break-glass' ? breakGlass : metricOf(alarm.watched, input),
  }));
  for (const watch of watches) createAlarm(stack, watch).addAlarmAction(new SnsAction(topic));
  createDashboard(stack, input, watches);
  new CfnOutput(stack, 'AlarmTopicArn', { value: topic.topicArn });
}

function createAlarm(stack: Stack, { id, label, runbook, metric, most, watched }: Watch): Alarm {
  return new Alarm(stack, id, {
    alarmDescription: `${label}. docs/runbooks/${runbook}.md`,
    metric,
    threshold: most,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData:
      'isHeard' in watched ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
}

/** Everything that an alarm watches, and beside it what names the culprit. */
function createDashboard(stack: Stack, input: ObservabilityInput, watches: readonly Watch[]): void {
  const details = detailsOf(input);
  const graph = (row: (typeof rows)[number]): IWidget[] => [
    new GraphWidget({
      title: row,
      width: 24,
      height: 8,
      left: [
        ...watches
          .filter((watch) => watch.row === row)
          .map(({ metric, label }) => metric.with({ label })),
        ...(details[row] ?? []),
      ],
    }),
  ];
  new Dashboard(stack, 'Dashboard', {
    dashboardName: `discretion-${input.network.id}`,
    widgets: [
      [counted('Messages', 'Messages by outcome', input)],
      [counted('GateRefusals', 'Refusals of the gate by reason', input)],
      ...rows.map(graph),
    ],
  });
}

type Details = Partial<Readonly<Record<(typeof rows)[number], readonly Metric[]>>>;

/** One line a function and a table: an alarm of the whole network is looked up here. */
function detailsOf({ inventory, stateful, stateless }: ObservabilityInput): Details {
  return {
    Functions: inventory.functions.flatMap(({ id }) => {
      const one = known(stateless.lambdas, id);
      return [
        one.metricErrors({ period, label: `${id} fails` }),
        one.metricThrottles({ period, label: `${id} is throttled` }),
      ];
    }),
    Tables: inventory.tables.flatMap(({ name }) => {
      const { tableName } = known(stateful.tables, name);
      return [throttleEvents(tableName, 'Read'), throttleEvents(tableName, 'Write')].map((metric) =>
        metric.with({ label: `${name}: ${metric.metricName}` }),
      );
    }),
  };
}

/** What functions that send have counted in their logs, by the values of its fields; a new reason needs no deployment. */
function counted(
  name: MetricName,
  title: string,
  { network, inventory }: ObservabilityInput,
): LogQueryWidget {
  const senders = inventory.functions.filter(({ grants }) => grants.some((one) => 'send' in one));
  return new LogQueryWidget({
    title,
    width: 24,
    height: 8,
    view: LogQueryVisualizationType.BAR,
    logGroupNames: senders.map(({ id }) => functionLogGroup(network, id)),
    queryLines: [
      `filter ispresent(${name})`,
      `stats sum(${name}) by ${metricSpecs[name].dimensions.join(', ')}`,
    ],
  });
}

function metricOf(
  watched: Exclude<Watched, { kind: 'break-glass' }>,
  { network, stateless }: ObservabilityInput,
): Metric {
  switch (watched.kind) {
    case 'errors':
      return Lambda.metricAllErrors({ period });
    case 'throttles':
      return Lambda.metricAllThrottles({ period });
    case 'dead':
    case 'failures':
      return stateless[watched.kind].metricApproximateNumberOfMessagesVisible({
        period,
        statistic: 'max',
      });
    case 'age':
      return known(stateless.queues, watched.functionId).metricApproximateAgeOfOldestMessage({
        period,
      });
    case 'api':
      return stateless.api.metricServerError({ period, statistic: 'sum' });
    case 'measure':
      return ownMetric(watched, network);
  }
}

function ownMetric(
  { name, everyHours }: Extract<Watched, { kind: 'measure' }>,
  network: Network,
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { network: network.id },
    statistic: 'max',
    period: everyHours === undefined ? period : Duration.hours(everyHours),
  });
}

function throttleEvents(TableName: string, way: 'Read' | 'Write'): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: `${way}ThrottleEvents`,
    dimensionsMap: { TableName },
    statistic: 'sum',
    period,
  });
}

function known<T>(of: ReadonlyMap<string, T>, name: string): T {
  const found = of.get(name);
  if (found === undefined) throw new Error(`the dashboard shows ${name}, which is not deployed`);
  return found;
}
