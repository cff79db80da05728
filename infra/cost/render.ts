import type { Inventory } from '../inventory/types.ts';
import type { Measured } from './units.ts';
import { assumptions } from './assumptions.ts';
import { mix, monthly, operations, type Size } from './mix.ts';
import { billOf, type Bill } from './model.ts';
import { eurosPerDollar, prices } from './prices.ts';
import { firstBound } from './quotas.ts';

/** What the issue promises for 60,000 readers and a million loans a year, euros a month without messages. */
const promised = 15;

const sizes = [5_000, 20_000, 60_000, 200_000, 1_000_000, 10_000_000];

/** `docs/cost.md`, and what the command prints. */
export function renderCost(size: Size, measured: Measured, inventory: Inventory): string {
  const bill = billOf(size, measured, inventory);
  return [
    '<!-- Written by `npm run cost -- --write`. Do not edit. -->',
    '# What a network costs',
    `${count(size.patrons)} readers, ${count(size.loans)} loans a year: **${euros(bill.infrastructureEuros)} a month** without messages, ${euros(bill.messagesEuros)} for messages. ${verdict(bill)}`,
    'Units are measured on the local runtime, which counts what the engine says that each operation used; how often each happens, function time and peaks are [assumed](#assumptions). Neither tax nor traffic that leaves AWS is counted.',
    '## The bill, line by line',
    table(
      ['What', 'Quantity a month', 'Price (USD)', 'USD a month', 'Beyond the free share'],
      bill.lines.map(({ what, quantity, price, usd, usdBeyondFree }) => [
        what,
        count(quantity),
        `${String(prices[price].usd)} a ${prices[price].per}`,
        usd.toFixed(2),
        usdBeyondFree.toFixed(2),
      ]),
    ),
    '## By size',
    `Same loans a reader. The quota is the one that the busiest second (${String(assumptions.peak.value)} times the average) comes closest to; before all of them stand two requests to AWS that every network makes: SES out of its sandbox and the SMS spend limit.`,
    table(
      ['Readers', 'Euros a month', 'With messages', 'First quota', 'Used', 'Then'],
      sizes.map((patrons) =>
        sizeRow({ patrons, loans: (size.loans / size.patrons) * patrons }, measured, inventory),
      ),
    ),
    '## Measured units',
    'One operation and all that follows from it.',
    table(
      ['Operation', 'A month', 'RRU', 'WRU', 'Requests', 'Invocations', 'KMS', 'SQS', 'Log bytes'],
      operations.map((id) => {
        const { read, write, requests, invocations, kms, queue, logBytes } = measured[id];
        const units = [read, write, requests, invocations, kms, queue, logBytes];
        return [mix[id].title, count(monthly(id, size)), ...units.map((one) => one.toFixed(2))];
      }),
    ),
    ...assumed(),
    '## Prices',
    `V: read in the source. U: list price as remembered, to be checked on the page. One dollar is ${String(eurosPerDollar)} euros (U).`,
    table(
      ['Price (USD)', 'A', '', 'Source', 'Date'],
      Object.values(prices).map(({ usd, per, mark, source, date }) => [
        String(usd),
        per,
        mark,
        source,
        date,
      ]),
    ),
    '',
  ].join('\n\n');
}

const assumed = (): readonly string[] => [
  '## Assumptions',
  'Replace them with your own figures in `infra/cost/mix.ts` and `infra/cost/assumptions.ts`, and run `npm run cost` again. U: as remembered, to be checked.',
  table(
    ['Operation', 'A month', 'Why'],
    operations
      .filter((id) => mix[id].why !== '')
      .map((id) => [mix[id].title, `${String(mix[id].share)} a ${mix[id].of}`, mix[id].why]),
  ),
  table(
    ['Assumed', '', 'Why'],
    Object.values(assumptions).map(({ value, what, why }) => [what, String(value), why]),
  ),
];

function verdict({ infrastructureEuros, beyondFreeEuros, lines }: Bill): string {
  const watching = lines.reduce((sum, { price, usd }) => sum + (isWatching(price) ? usd : 0), 0);
  const bound = infrastructureEuros < promised ? 'holds' : 'does **not** hold';
  return `At list prices the bound of ${euros(promised)} ${bound}; alarms, metrics and dashboard are ${euros(watching * eurosPerDollar)} of it. Beyond what AWS gives each account for ever, ${euros(beyondFreeEuros)} are left to pay, if the account does nothing else.`;
}

const isWatching = (price: string) => ['alarm', 'metric', 'dashboard'].includes(price);

function sizeRow(size: Size, measured: Measured, inventory: Inventory): string[] {
  const { infrastructureEuros, messagesEuros } = billOf(size, measured, inventory);
  const { name, mark, share, remedy } = firstBound(size, measured);
  return [
    count(size.patrons),
    infrastructureEuros.toFixed(0),
    (infrastructureEuros + messagesEuros).toFixed(0),
    `${name} (${mark})`,
    `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`,
    remedy,
  ];
}

const euros = (value: number) => `€${value.toFixed(2)}`;
const count = (value: number) =>
  value < 100 ? String(Math.round(value * 1000) / 1000) : Math.round(value).toLocaleString('en');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
