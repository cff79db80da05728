import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import {
  absent,
  connect,
  getItem,
  transact,
  unchangedSince,
  type Key,
  type Write,
} from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createVault } from '#core/vault/vault.ts';
import type { KeptDebt, Ledger } from '../app/ports.ts';
import { debtDeadline } from '../domain/title.ts';
import { DebtItem, identity, keyClass, openDebt } from './debt-item.ts';
import { createDebtCalendar, debtsTable } from './tables.ts';
import { createTitleWriter } from './title-writer.ts';

/** A closed debt is remembered as a hash so long, so that a late event does not open it again (D). */
const remembered = Temporal.Duration.from({ hours: 24 * 365 });

export function createLedger(runtime: Runtime): Ledger {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const index = createBlindIndex(runtime);
  const calendar = createDebtCalendar(runtime);
  const titles = createTitleWriter(runtime);
  const keyOf = async (debtRef: string): Promise<Key> => ({
    pk: `DEBT#${await index('debt', debtRef)}`,
    sk: 'DEBT',
  });

  /** What stays open, sealed and on the calendar of its last day. Nothing when the reader is erased. */
  const openForm = async (key: Key, { debt, commune, since, reader }: KeptDebt) => {
    const zone = zoneIn(runtime.network, commune);
    const { purgeAt } = debtDeadline({ since, zone });
    const value = { claim: debt.claim, title: debt.title };
    const sealed =
      reader && (await vault.seal({ subject: reader, keyClass, identity: identity(key), value }));
    if (reader && !sealed) return undefined;
    await calendar.enter({ commune, purgeAt, parcel: key.pk });
    const owner = reader && { reader: reader.subjectRef, readerCommune: reader.commune, sealed };
    return {
      ...(owner ?? { title: debt.title }),
      ...(debt.claim && { owing: commune, owingSince: since }),
      ...{ isTitled: debt.title !== undefined, purgeAt, category: 'DEBT', on: since },
    };
  };

  const form = (key: Key, kept: KeptDebt) =>
    kept.debt.state === 'OPEN'
      ? openForm(key, kept)
      : Promise.resolve({ purgeAt: epochSeconds(runtime.clock.now().add(remembered)) });

  return {
    fingerprint: (eventId) => index('event', eventId),
    find: async (debtRef) => {
      const key = await keyOf(debtRef);
      const item = await getItem(store, { table: debtsTable, key, schema: DebtItem });
      if (!item) return undefined;
      const { at, sign, state, commune, since, version, reader, readerCommune } = item;
      const debt = { at, sign, state, ...(await openDebt(vault, item)) };
      const owner = reader !== undefined &&
        readerCommune !== undefined && {
          reader: { subjectRef: reader, commune: readerCommune },
        };
      return { debt, commune, since, version, ...owner };
    },
    save: async (debtRef, { version, title, ...kept }) => {
      const key = await keyOf(debtRef);
      const stored = await form(key, kept);
      if (!stored) return 'ERASED';
      const { at, sign, state } = kept.debt;
      const { commune, since } = kept;
      const item = { ...key, commune, at, sign, state, since, version: (version ?? 0) + 1 };
      const condition = version === undefined ? absent : unchangedSince(version);
      const put: Write = { table: debtsTable, put: { ...item, ...stored }, condition };
      const archived = title ? await titles.write(commune, title) : [];
      return (await transact(store, [put, ...archived])) ? 'SAVED' : 'CONFLICT';
    },
  };
}
