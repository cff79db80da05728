import type { MetricLine } from './log.ts';
import type { Runtime } from './runtime.ts';

/**
 * The closed list of what is measured, with the only dimensions that each may carry. Values of dimensions come from
 * enumerations of the code, never from a person (GOV-15). What an alarm watches is a metric, and CloudWatch bills each;
 * what people only look at is counted from the log by the dashboard and costs nothing (docs/adr/0022).
 */
const metrics = {
  ErasedUntold: { unit: 'Count', dimensions: [], watched: true },
  OldestDueItem: { unit: 'Seconds', dimensions: [], watched: true },
  OverdueReviews: { unit: 'Count', dimensions: [], watched: true },
  GateRefusals: { unit: 'Count', dimensions: ['reason'], watched: false },
  Messages: { unit: 'Count', dimensions: ['channel', 'outcome'], watched: false },
} as const;

export type MetricName = keyof typeof metrics;
export type Dimensions<N extends MetricName> = Readonly<
  Record<(typeof metrics)[N]['dimensions'][number], string>
>;

export const metricNamespace = 'Discretion';

/** For documents and dashboards. */
export const metricSpecs: Readonly<
  Record<
    MetricName,
    {
      readonly unit: string;
      readonly dimensions: readonly string[];
      /** By an alarm: written in CloudWatch's embedded metric format. Else it is a line of the log. */
      readonly watched: boolean;
    }
  >
> = metrics;

/** Values of dimensions are codes; anything else, such as a name or an address, is written as `OTHER`. */
const code = /^[A-Z][A-Z0-9_]{0,39}$/u;

/**
 * Measures one thing as a line of the log: no call, no permission, no wait.
 * @param value seconds or a count, as the metric's unit says
 */
export function measure<N extends MetricName>(
  runtime: Pick<Runtime, 'clock' | 'log' | 'network'>,
  metric: { name: N; value: number; dimensions: Dimensions<N> },
): void {
  const { name, value } = metric;
  const given: Readonly<Record<string, string>> = metric.dimensions;
  const { dimensions, watched } = metricSpecs[name];
  const said = dimensions.map((key) => {
    const text = given[key] ?? '';
    return [key, code.test(text) ? text : 'OTHER'] as const;
  });
  runtime.log.metric({
    ...(watched && { _aws: envelope(runtime, name) }),
    network: runtime.network.id,
    ...Object.fromEntries(said),
    [name]: value,
  });
}

/** CloudWatch's embedded metric format. */
function envelope(
  { clock }: Pick<Runtime, 'clock'>,
  name: MetricName,
): NonNullable<MetricLine['_aws']> {
  const { unit, dimensions } = metricSpecs[name];
  return {
    Timestamp: clock.now().epochMilliseconds,
    CloudWatchMetrics: [
      {
        Namespace: metricNamespace,
        Dimensions: [['network', ...dimensions]],
        Metrics: [{ Name: name, Unit: unit }],
      },
    ],
  };
}
