/**
 * A price in US dollars for one `per`. `V`: read in a source (`sources`), at its date. `U`: list price of us-east-1 as its
 * page is remembered, not read again; Paris is a little higher. Check those on the page before a budget is voted.
 */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly mark: 'V' | 'U';
  readonly source: string;
  readonly date: string;
  /** What AWS gives each account each month for ever; as remembered (U), shared with whatever else the account does. */
  readonly free?: number;
}

const toolkit = 'aws/agent-toolkit-for-aws amazon-dynamodb/scripts/calculate_costs.py';
const unread = (page: string) => ({ mark: 'U', source: page, date: '2026-11' }) as const;

export const prices = {
  writeUnit: { usd: 0.625e-6, per: 'WRU', mark: 'V', source: toolkit, date: '2026-11' },
  readUnit: { usd: 0.125e-6, per: 'RRU', mark: 'V', source: toolkit, date: '2026-11' },
  storage: { usd: 0.25, per: 'GB-month', mark: 'V', source: toolkit, date: '2026-11', free: 25 },
  backup: { usd: 0.2, per: 'GB-month (PITR)', ...unread('aws.amazon.com/dynamodb/pricing') },
  invocation: {
    usd: 0.2e-6,
    per: 'invocation',
    mark: 'V',
    source: 'artillery price tables, aws-lambda',
    date: '2026-11',
    free: 1_000_000,
  },
  gigabyteSecond: {
    usd: 0.0000133334,
    per: 'GB-second, arm64',
    mark: 'V',
    source: 'artillery price tables, aws-lambda',
    date: '2026-11',
    free: 400_000,
  },
  request: { usd: 1e-6, per: 'HTTP API request', ...unread('aws.amazon.com/api-gateway/pricing') },
  kmsKey: {
    usd: 1,
    per: 'key-month',
    mark: 'V',
    source: 'aws.amazon.com/kms/pricing',
    date: '2026-11',
  },
  kmsCall: {
    usd: 0.03 / 10_000,
    per: 'KMS request',
    mark: 'V',
    source: 'aws.amazon.com/kms/pricing',
    date: '2026-11',
    free: 20_000,
  },
  queueCall: {
    usd: 0.4e-6,
    per: 'SQS request',
    mark: 'V',
    source: 'okulbida.com, aws-sqs-cost-surprises-short-polling',
    date: '2026-11',
    free: 1_000_000,
  },
  schedulerCall: {
    usd: 1e-6,
    per: 'schedule run',
    ...unread('aws.amazon.com/eventbridge/pricing'),
    free: 14_000_000,
  },
  logs: { usd: 0.5, per: 'GB of logs', ...unread('aws.amazon.com/cloudwatch/pricing'), free: 5 },
  alarm: {
    usd: 0.1,
    per: 'alarm-month',
    mark: 'V',
    source: 'c3x.dev, aws_cloudwatch_metric_alarm',
    date: '2026-11',
    free: 10,
  },
  metric: {
    usd: 0.3,
    per: 'metric-month',
    ...unread('aws.amazon.com/cloudwatch/pricing'),
    free: 10,
  },
  dashboard: {
    usd: 3,
    per: 'dashboard-month',
    ...unread('aws.amazon.com/cloudwatch/pricing'),
    free: 3,
  },
  email: {
    usd: 0.00016,
    per: 'e-mail (SES Essentials, new accounts)',
    mark: 'V',
    source: 'api-evangelist/amazon-ses, AWS Price List API',
    date: '2026-07-22',
  },
  sms: {
    usd: 0.075,
    per: 'SMS part to France',
    ...unread('aws.amazon.com/end-user-messaging/pricing'),
  },
} as const satisfies Record<string, Price>;

export type PriceId = keyof typeof prices;

/** Euros for one dollar; `U`. */
export const eurosPerDollar = 0.86;
