import { purposes, type Purpose, type PurposeCode } from '#core/catalogue/purposes.ts';
import type { RuleId } from '#core/problem.ts';
import type { RegisteredStore } from './registered-store.ts';
import { stores } from './stores.generated.ts';

/** Contact data serve every purpose that reaches somebody; they live as long as the record (RET-09). */
const contactRetention: RuleId = 'RET-09';

/** The stores that one purpose uses: those that its own rules forget, and contacts when it writes to people. */
export function storesOf(
  code: PurposeCode,
  all: readonly RegisteredStore[] = stores,
): RegisteredStore[] {
  const { retention, channels }: Purpose = purposes[code];
  return all.filter(
    (one) =>
      retention.includes(one.retention) ||
      (channels.length > 0 && one.retention === contactRetention),
  );
}

/**
 * GOV-01, Art. 30: an entry says whose data, which, and when they are erased. A purpose that writes to people while no
 * deployed plugin declares the data that it needs has none, and is closed.
 */
export function hasEntry(code: PurposeCode, all: readonly RegisteredStore[] = stores): boolean {
  const { retention, keepAfterEnd, channels }: Purpose = purposes[code];
  const hasEnd = retention.length > 0 || keepAfterEnd !== undefined;
  return hasEnd && (channels.length === 0 || storesOf(code, all).length > 0);
}
