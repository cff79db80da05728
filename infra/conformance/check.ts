import type { Probe } from './probe.ts';

/** One behaviour of DynamoDB that the product stands on: what AWS documents, and how to see it. */
export interface Check {
  readonly title: string;
  readonly expect: string;
  readonly act: (probe: Probe) => Promise<string>;
}
