import { loadavg } from 'node:os';

/** One figure of a bench, with its unit. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export interface Report {
  readonly bench: string;
  readonly figures: readonly Figure[];
  /** What is compared, and with which bound. */
  readonly ratio: number;
  readonly bound: string;
  readonly passed: boolean;
}

export type Bench = (progress: (line: string) => void) => Promise<Report>;

export function renderReport(report: Report): string {
  const rows = report.figures.map(
    ({ name, value, unit }) => `  ${name.padEnd(46)} ${format(value)} ${unit}`,
  );
  const verdict = report.passed ? 'ok' : 'MISSED';
  return [
    report.bench,
    ...rows,
    `  ratio ${format(report.ratio)} (${report.bound}) ${verdict}`,
  ].join('\n');
}

const format = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(9);

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Runs `work` over all, `width` at a time. */
export async function inParallel<T>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...all];
  const lane = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Of the last minute: on two cores, whatever is above 2 waits. Beside each figure, so that it is read for what it is. */
export const load = (): number => loadavg()[0] ?? Number.NaN;
