import { ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Caller } from '#core/caller.ts';
import type { IntakeOutcome } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { applyEvents } from '../../../functions/loans/app/apply-events.ts';
import type { Records } from '../../../functions/loans/app/ports.ts';
import { createIntakeDeps } from '../../../functions/loans/container.ts';
import { eventSchemas, type CirculationEvent } from '../../../functions/loans/domain/events.ts';
import { manifest as loans } from '../../../functions/loans/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as retention } from '../../../functions/retention/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { manifest as statistics } from '../../../functions/statistics/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

export const ils: Caller = {
  sub: 'ils',
  network: 'pays-de-valserine',
  communes: ['*'],
  roles: ['ILS'],
  guardianOf: [],
};
export const ilsOf = (...communes: string[]): Caller => ({ ...ils, communes });

export const openLoansGround = (now: string): Promise<TestGround> =>
  openTestGround({ manifests: [loans, patrons, retention, rights, statistics], now });

/** `koha:1042` is known as `subject-1042`; a ref that ends in 0 is erased, `koha:x` is unknown. */
const people = {
  locateMany: (refs: readonly string[]) =>
    Promise.resolve(
      new Map(
        refs
          .filter((ref) => ref !== 'koha:x')
          .map((ref) => [ref, { patronRef: ref, ...subjectOf(ref), isErased: ref.endsWith('0') }]),
      ),
    ),
};

export const subjectOf = (patronRef: string) => ({
  subjectRef: `subject-${patronRef.slice(5)}`,
  commune: 'valserine',
});

/** Applies events as the intake parses them. A new function each time: nothing is remembered but what is stored. */
export function intake(runtime: Runtime, caller: Caller = ils, changes: Partial<Records> = {}) {
  const own = createIntakeDeps(runtime);
  const deps = { ...own, people, records: { ...own.records, ...changes } };
  return (...events: object[]): Promise<IntakeOutcome[]> => {
    const parsed = events.map((event) => parse(event));
    return applyEvents(deps, { caller, now: runtime.clock.now() }, parsed);
  };
}

function parse(event: object): CirculationEvent {
  const type = 'type' in event ? String(event.type) : '';
  const schema = Object.entries(eventSchemas).find(([name]) => name === type)?.[1];
  if (!schema) throw new Error(`no such event: ${type}`);
  return schema.parse(event);
}

export const created = (n: number, more: object = {}) => ({
  id: `koha-${String(n)}-new`,
  type: 'loan.created',
  at: '2026-01-02T10:00:00+01:00',
  patronRef: 'koha:1042',
  loanRef: `koha:${String(n)}`,
  itemRef: 'koha:item:5512',
  library: 'vs-centre',
  dueOn: '2026-01-23',
  title: 'La Bête humaine',
  author: 'Émile Zola',
  ...more,
});

export const returned = (n: number, more: object = {}) => ({
  id: `koha-${String(n)}-ret`,
  type: 'loan.returned',
  at: '2026-01-15T16:04:00+01:00',
  loanRef: `koha:${String(n)}`,
  library: 'vs-centre',
  ...more,
});

export const held = (type: string, more: object = {}) => ({
  id: `koha-hold-7-${type}`,
  type,
  at: '2026-11-02T10:00:00+01:00',
  holdRef: 'koha:hold:7',
  library: 'vs-centre',
  ...more,
});

export type StoredItem = Record<string, AttributeValue> & {
  pk: AttributeValue;
  sk: AttributeValue;
};

function present(value: AttributeValue | undefined): AttributeValue {
  if (!value) throw new Error('an item without a key');
  return value;
}

/** Every stored item of the table, as an attacker with the disk sees it. */
export async function stored(ground: TestGround, table = 'Loans'): Promise<StoredItem[]> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: table }));
  return Items.map(({ pk, sk, ...rest }) => ({ pk: present(pk), sk: present(sk), ...rest }));
}

/** Items that link somebody to something: not marks, and not the state of a reader that names nothing any more. */
export const linking = (items: readonly StoredItem[]): StoredItem[] =>
  items.filter((item) => ['sealed', 'links'].some((field) => field in item));

export const text = (items: readonly unknown[]): string =>
  JSON.stringify(items, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
