import type { Temporal } from 'temporal-polyfill';
import type { Birth } from '#core/age.ts';
import { confirmationEnded } from './coming-of-age.ts';
import { pairOf, type Consents, type Entry, type State } from './ledger.ts';
import { isOutdated, type Meanings } from './meaning.ts';

interface Today {
  readonly birth: Birth;
  readonly today: Temporal.PlainDate;
  readonly commune: string;
  readonly meanings: Meanings;
}

/**
 * The reader's choices as they count today. The calendar ends what a parent shared (CON-07), a changed text ends what
 * was agreed to before (CON-09): computed wherever choices are read, so that no job can be late, and no record says
 * something that nobody did.
 */
export function asOfToday(consents: Consents, day: Today): Consents {
  const entries = Object.entries(consents.entries).map(([key, entry]): [string, Entry] => {
    const state = stateOf(key, entry, day);
    return [key, state === entry.state ? entry : { ...entry, state }];
  });
  return { ...consents, entries: Object.fromEntries(entries) };
}

function stateOf(key: string, entry: Entry, day: Today): State {
  if (entry.state !== 'GIVEN' && entry.state !== 'PENDING_GUARDIAN') return entry.state;
  if (confirmationEnded(entry, day)) return 'EXPIRED';
  const { purpose } = pairOf(key);
  const { meanings, commune } = day;
  const { notice } = entry;
  return isOutdated(meanings, { purpose, commune, notice }) ? 'INVALIDATED' : entry.state;
}
