import type { EngineName } from './engines.ts';

/** A behaviour in which an engine is not as AWS documents it, looked into once. */
export interface Difference {
  readonly engine: EngineName;
  /** Title of the check. */
  readonly check: string;
  /** Which engine is right, by which page of AWS, and why the product is safe on each. */
  readonly verdict: string;
}

/** A difference that is not here fails `npm run conformance`; so does one that is no longer seen. */
export const differences: readonly Difference[] = [
  {
    engine: 'dynamodb-local',
    check: 'one item twice in a transaction is refused',
    verdict:
      'the embedded engine and the emulator are right: the API reference of TransactWriteItems refuses two operations on one item. DynamoDB Local evaluates the second condition against the first write and cancels, which `transact` reads as a lost race; without a condition it refuses as AWS does. Nothing is written on any of them, and the tests of the product run on the embedded engine, which refuses loudly.',
  },
  {
    engine: 'ministack',
    check: 'a reserved word in a filter is refused',
    verdict:
      'the embedded engine and DynamoDB Local are right (list of reserved words in the DynamoDB guide). An expression that only the emulator accepts would fail on AWS; the tests of the product run on the embedded engine, which refuses it.',
  },
];
