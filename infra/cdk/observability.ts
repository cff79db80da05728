import { type Stack, CfnOutput, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  MathExpression,
  Metric,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { metricNamespace, metricSpecs, type MetricName } from '#core/metrics.ts';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import { alarmsOf, rows, type AlarmSpec, type Watched } from '../observability/alarms.ts';
import { createBreakGlass } from './break-glass.ts';
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

/** A sweep every twelve hours: when none was heard of, the alarm rings as if something were left. */
const sweepPeriod = Duration.hours(12);

/** One alarm a watch, one dashboard of all watches, one topic to which the IT team subscribes. */
export function fillObservability(stack: Stack, input: ObservabilityInput): void {
  const masterKey = Key.fromKeyArn(stack, 'StorageKey', input.stateful.storageKey.keyArn);
  const topic = new Topic(stack, 'Alarms', { masterKey, enforceSSL: true });
  const breakGlass = createBreakGlass(stack, { ...input, masterKey });
  const watches = alarmsOf(input.inventory).map((alarm) => ({
    ...alarm,
    metric: alarm.watched.kind === 'break-glass' ? breakGlass : metricOf(alarm.watched, input),
  }));
  for (const watch of watches) createAlarm(stack, watch).addAlarmAction(new SnsAction(topic));
  createDashboard(stack, input.network, watches);
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
      watched.kind === 'due' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
}

function createDashboard(stack: Stack, network: Network, watches: readonly Watch[]): void {
  const graph = (title: string, left: IMetric[]) => [
    new GraphWidget({ title, width: 24, height: 8, left }),
  ];
  new Dashboard(stack, 'Dashboard', {
    dashboardName: `discretion-${network.id}`,
    widgets: [
      graph('Messages by outcome', [everyValueOf('Messages', network)]),
      graph('Refusals of the gate by reason', [everyValueOf('GateRefusals', network)]),
      ...rows.map((title) =>
        graph(
          title,
          watches
            .filter(({ row }) => row === title)
            .map(({ metric, label }) => metric.with({ label })),
        ),
      ),
    ],
  });
}

/** One line for each value of the dimensions that was ever seen; a new reason needs no deployment. */
function everyValueOf(name: MetricName, network: Network): MathExpression {
  const schema = [metricNamespace, 'network', ...metricSpecs[name].dimensions].join(',');
  const search = `{${schema}} MetricName="${name}" network="${network.id}"`;
  return new MathExpression({
    expression: `SEARCH('${search}', 'Sum', ${String(period.toSeconds())})`,
    usingMetrics: {},
    label: '',
    period,
  });
}

function metricOf(
  watched: Exclude<Watched, { kind: 'break-glass' }>,
  { network, stateful, stateless }: ObservabilityInput,
): Metric {
  switch (watched.kind) {
    case 'read':
    case 'write':
      return throttleEvents(known(stateful.tables, watched.table).tableName, watched.kind);
    case 'api':
      return stateless.api.metricServerError({ period, statistic: 'sum' });
    case 'throttles':
      return Lambda.metricAllThrottles({ period });
    case 'due':
      return new Metric({
        namespace: metricNamespace,
        metricName: 'OldestDueItem' satisfies MetricName,
        dimensionsMap: { network: network.id },
        statistic: 'max',
        period: sweepPeriod,
      });
    default:
      return metricOfFunction(watched, stateless);
  }
}

function metricOfFunction(
  { kind, functionId }: Extract<Watched, { kind: 'errors' | 'dead' | 'age' }>,
  { lambdas, queues, failures }: Stateless,
): Metric {
  if (functionId === undefined) return deadLetters(failures);
  switch (kind) {
    case 'errors':
      return known(lambdas, functionId).metricErrors({ period });
    case 'dead':
      return deadLetters(known(queues, functionId).dead);
    case 'age':
      return known(queues, functionId).queue.metricApproximateAgeOfOldestMessage({ period });
  }
}

const deadLetters = (queue: IQueue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' });

function throttleEvents(TableName: string, way: 'read' | 'write'): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: way === 'read' ? 'ReadThrottleEvents' : 'WriteThrottleEvents',
    dimensionsMap: { TableName },
    statistic: 'sum',
    period,
  });
}

function known<T>(of: ReadonlyMap<string, T>, name: string): T {
  const found = of.get(name);
  if (found === undefined) throw new Error(`an alarm watches ${name}, which is not deployed`);
  return found;
}
