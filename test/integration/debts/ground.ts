import { ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { contribute as intake } from '../../../functions/debts/handlers/intake.ts';
import { contribute as sweepStep } from '../../../functions/debts/handlers/sweep.ts';
import { manifest as debts } from '../../../functions/debts/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { createTitleDeps } from '../../../functions/debts/container.ts';
import { titlesOf, type Title } from '../../../functions/debts/domain/title.ts';
import { take } from '../../support/intake.ts';
import { openTestGround, unrecorded, type TestGround } from '../../support/runtime.ts';

export const openDebtsGround = (now: string): Promise<TestGround> =>
  openTestGround({ manifests: [debts, patrons, rights], now });

export const tell = (ground: TestGround, ...events: { type: string }[]) =>
  take(intake, ground.runtime(), events);

export const sweep = (ground: TestGround) =>
  sweepStep(ground.runtime()).sweep(ground.runtime().clock.now(), unrecorded);

export const titles = async (ground: TestGround): Promise<Title[]> =>
  titlesOf(await createTitleDeps(ground.runtime()).archive.ofCommune('valserine'));

export const opened = (n: number, more: object = {}) => ({
  id: `opened-${String(n)}`,
  type: 'debt.opened',
  at: '2026-11-02T10:00:00+01:00',
  library: 'vs-centre',
  debtRef: `koha:debt:${String(n)}`,
  patronRef: 'koha:1042',
  amountCents: 1250,
  ...more,
});
export const settled = (n: number, more: object = {}) => ({
  id: `settled-${String(n)}`,
  type: 'debt.settled',
  at: '2026-11-10T10:00:00+01:00',
  library: 'vs-centre',
  debtRef: `koha:debt:${String(n)}`,
  ...more,
});
export const titled = (n: number, more: object = {}) => ({
  id: `titled-${String(n)}`,
  type: 'debt.titled',
  at: '2026-11-21T10:00:00+01:00',
  library: 'vs-centre',
  debtRef: `koha:debt:${String(n)}`,
  titleRef: 'koha:title:118',
  on: '2026-11-21',
  ...more,
});

/** Every item of a table but its calendar, as an attacker with the disk sees it. */
export async function stored(
  ground: TestGround,
  table: string,
): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: table }));
  return Items.filter(({ pk }) => pk?.S !== 'DUE');
}

export const text = (items: readonly unknown[]): string =>
  JSON.stringify(items, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
