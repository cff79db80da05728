import type { Measured } from './units.ts';
import { assumptions } from './assumptions.ts';
import { monthly as monthlyOf, type Size } from './mix.ts';
import { totalOf } from './model.ts';

const secondsAMonth = 30 * 24 * 3600;

type Total = ReturnType<typeof totalOf>;

interface Quota {
  readonly name: string;
  /** Per second, as an account has it; `U` until `npm run doctor` has read it. */
  readonly limit: number;
  readonly mark: 'V' | 'U';
  readonly demand: (monthly: Total, size: Size) => number;
  readonly remedy: string;
}

const perSecond = (monthly: number) => (monthly / secondsAMonth) * assumptions.peak.value;

/**
 * Quotas that grow with a network. Two doors stand before all of them and are opened by a request to AWS, whatever the
 * size: SES out of its sandbox (200 e-mails a day) and the SMS spend limit ($1 a month).
 */
const quotas: readonly Quota[] = [
  {
    name: 'SMS parts a second by sender id',
    limit: 10,
    mark: 'V',
    demand: (_, size) => perSecond(monthlyOf('sms', size)),
    remedy:
      'Ask AWS for a higher rate, or spread reminders over the day; the queue waits meanwhile.',
  },
  {
    name: 'SES e-mails a second',
    limit: 14,
    mark: 'U',
    demand: (_, size) => perSecond(monthlyOf('email', size)),
    remedy: 'Ask for a higher sending rate; until then reminders take longer, none is lost.',
  },
  {
    name: 'Lambda concurrent executions',
    limit: 1000,
    mark: 'U',
    demand: ({ milliseconds }) => perSecond(milliseconds) / 1000,
    remedy: 'Service Quotas: concurrent executions; an account of its own for the network.',
  },
  {
    name: 'KMS requests a second (Paris)',
    limit: 10_000,
    mark: 'V',
    demand: ({ kms }) => perSecond(kms),
    remedy:
      'Service Quotas: symmetric cryptographic requests; larger batches of events share keys.',
  },
  {
    name: 'API Gateway requests a second',
    limit: 10_000,
    mark: 'U',
    demand: ({ requests }) => perSecond(requests),
    remedy: 'Service Quotas: throttle rate; larger batches of events.',
  },
  {
    name: 'DynamoDB write units a second and table',
    limit: 40_000,
    mark: 'U',
    demand: ({ write }) => perSecond(write),
    remedy: 'Service Quotas: table-level write throughput; warm the tables before the first day.',
  },
];

export interface Bound {
  readonly name: string;
  readonly mark: 'V' | 'U';
  /** Share of the quota that the busiest second takes. */
  readonly share: number;
  readonly remedy: string;
}

/** The quota that a network of this size comes closest to. */
export function firstBound(size: Size, measured: Measured): Bound {
  const monthly = totalOf(size, measured);
  const shares = quotas.map(({ name, mark, limit, demand, remedy }) => ({
    name,
    mark,
    remedy,
    share: demand(monthly, size) / limit,
  }));
  return shares.reduce((first, one) => (one.share > first.share ? one : first));
}
