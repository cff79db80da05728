import { metricSpecs, type MetricName } from '#core/metrics.ts';
import type { Inventory } from '../inventory/types.ts';
import { alarmsOf } from '../observability/alarms.ts';
import { noUnits, type Measured, type Units } from './units.ts';
import { assumptions } from './assumptions.ts';
import { monthly, operations, type Size } from './mix.ts';
import { eurosPerDollar, prices, type Price, type PriceId } from './prices.ts';

export interface Line {
  readonly price: PriceId;
  readonly what: string;
  readonly quantity: number;
  /** A month. */
  readonly usd: number;
  /** After what AWS gives every account. */
  readonly usdBeyondFree: number;
}

export interface Bill {
  readonly size: Size;
  readonly lines: readonly Line[];
  /** A month, without e-mails and SMS. */
  readonly infrastructureEuros: number;
  readonly beyondFreeEuros: number;
  readonly messagesEuros: number;
}

const { invocationMs, callMs, gigabytes, monthsKept } = assumptions;
const { platformBytes, accessBytes, pollsAMinute, unwrapsAnHour } = assumptions;
const { keyVersions, runsOfCron } = assumptions;

const millisecondsOf = ({ invocations, calls }: Units) =>
  invocations * invocationMs.value + calls * callMs.value;

/** Master keys of the network: storage and vault. */
const keys = 2;

const minutesAMonth = 30 * 24 * 60;

type Total = Record<keyof Units | 'milliseconds', number>;

/** The bill of one month. */
export function billOf(size: Size, measured: Measured, inventory: Inventory): Bill {
  const quantities = [...usage(size, measured), ...standing(inventory)];
  const lines = quantities.map((line) => ({
    ...line,
    usd: line.quantity * prices[line.price].usd,
    usdBeyondFree: line.quantity * paidShare(line.price, quantities) * prices[line.price].usd,
  }));
  const euros = (messages: boolean, of: 'usd' | 'usdBeyondFree' = 'usd') =>
    lines
      .filter(({ price }) => isMessage(price) === messages)
      .reduce((sum, line) => sum + line[of], 0) * eurosPerDollar;
  return {
    size,
    lines,
    infrastructureEuros: euros(false),
    beyondFreeEuros: euros(false, 'usdBeyondFree'),
    messagesEuros: euros(true),
  };
}

/** The free share is one for all lines of a price. */
function paidShare(price: PriceId, lines: readonly Quantity[]): number {
  const { free = 0 }: Price = prices[price];
  const all = lines.reduce((sum, line) => sum + (line.price === price ? line.quantity : 0), 0);
  return all > free ? (all - free) / all : 0;
}

const isMessage = (price: PriceId) => price === 'email' || price === 'sms';

type Quantity = Omit<Line, 'usd' | 'usdBeyondFree'>;

function usage(size: Size, measured: Measured): readonly Quantity[] {
  const total = totalOf(size, measured);
  const stored = storedGigabytes(size, measured);
  return [
    { price: 'request', what: 'API requests', quantity: total.requests },
    { price: 'invocation', what: 'function invocations', quantity: total.invocations },
    {
      price: 'gigabyteSecond',
      what: 'function time (estimated from calls)',
      quantity: (total.milliseconds / 1000) * gigabytes.value,
    },
    { price: 'writeUnit', what: 'table writes', quantity: total.write },
    { price: 'readUnit', what: 'table reads', quantity: total.read },
    { price: 'storage', what: 'table storage, indexes included', quantity: stored },
    { price: 'backup', what: 'continuous backup', quantity: stored },
    { price: 'kmsCall', what: 'vault keys opened', quantity: total.kms },
    { price: 'queueCall', what: 'queue calls', quantity: total.queue },
    { price: 'logs', what: 'logs', quantity: logBytesOf(total) / 1e9 },
    { price: 'email', what: 'e-mails', quantity: monthly('email', size) },
    { price: 'sms', what: 'SMS of one part', quantity: monthly('sms', size) },
  ];
}

const logBytesOf = ({ logBytes, invocations, requests }: Total) =>
  logBytes + invocations * platformBytes.value + requests * accessBytes.value;

const runsAMonth = ({ everyMinutes }: Inventory['schedules'][number]) =>
  everyMinutes === undefined ? runsOfCron.value : minutesAMonth / everyMinutes;

const metricNames = Object.keys(metricSpecs) as readonly MetricName[];

/** What is paid when nobody borrows a book. */
function standing(inventory: Inventory): readonly Quantity[] {
  const queues = inventory.functions.filter(({ queue }) => queue).length;
  const runs = inventory.schedules.reduce((sum, one) => sum + runsAMonth(one), 0);
  const watched = metricNames.filter((name) => metricSpecs[name].watched);
  return [
    { price: 'schedulerCall', what: 'schedule runs', quantity: runs },
    {
      price: 'queueCall',
      what: 'polls of queues',
      quantity: queues * pollsAMinute.value * minutesAMonth,
    },
    {
      price: 'kmsCall',
      what: 'storage key opened for tables and queues, at most',
      quantity: ((inventory.tables.length + queues) * unwrapsAnHour.value * minutesAMonth) / 60,
    },
    {
      price: 'kmsKey',
      what: 'keys: storage and vault, with their older versions from the third year on',
      quantity: keys * keyVersions.value,
    },
    { price: 'alarm', what: 'alarms', quantity: alarmsOf(inventory).length },
    { price: 'metric', what: `own metrics: ${watched.join(', ')}`, quantity: watched.length },
    { price: 'dashboard', what: 'dashboard', quantity: 1 },
  ];
}

/** All operations of a month. */
export function totalOf(size: Size, measured: Measured): Total {
  const total: Total = { ...noUnits, milliseconds: 0 };
  for (const id of operations) {
    const times = monthly(id, size);
    const units = { ...measured[id], milliseconds: millisecondsOf(measured[id]) };
    for (const name of names) total[name] += units[name] * times;
  }
  return total;
}

const names = [...Object.keys(noUnits), 'milliseconds'] as (keyof Total)[];

/**
 * At most a kilobyte a write unit, of which a transaction takes two: what a reader's file and a loan's life wrote is more
 * than what they keep.
 */
function storedGigabytes(size: Size, measured: Measured): number {
  const kilobytes = (units: Units) => units.write / 2;
  const loanKilobytes = kilobytes(measured.loan) + kilobytes(measured.return);
  return (
    (size.patrons * kilobytes(measured.patron) +
      (size.loans / 12) * monthsKept.value * loanKilobytes) /
    1e6
  );
}
