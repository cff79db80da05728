import { createDueCalendar, type DueCalendar } from '#core/due.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeriodKeys, type PeriodKeys } from '#core/vault/period-keys.ts';

export const debtsTable = 'Debts';
/** RET-22: another store, with keys and roles of its own. */
export const titlesTable = 'Titles';
export const titleKeysTable = 'TitleKeys';

/** RET-21: the elimination slip counts debts that nobody settled, and titles; the others leave without a word. */
export const createDebtCalendar = (runtime: Runtime): DueCalendar =>
  createDueCalendar(runtime, {
    table: debtsTable,
    rules: { DEBT: 'RET-14', ACCESS_LOG: 'RET-17' },
  });

/** All titles of a commune that leave together are one partition under one key: it dies first (RET-04). */
export function createTitleCalendar(runtime: Runtime): DueCalendar {
  const keys = createPeriodKeys(runtime, titleKeysTable);
  return createDueCalendar(runtime, {
    table: titlesTable,
    rules: { TITLE: 'RET-14', ACCESS_LOG: 'RET-17' },
    forget: (period) => keys.destroy(period),
  });
}

export const createTitleKeys = (runtime: Runtime): PeriodKeys =>
  createPeriodKeys(runtime, titleKeysTable);
