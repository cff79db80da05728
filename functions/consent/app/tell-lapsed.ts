import { mapConcurrently } from '#core/concurrency.ts';
import { newEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { pairOf, type State } from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import type { LedgerStore, Notices } from './ports.ts';
import { circumstancesOf } from './reach.ts';

export interface LapseDeps {
  readonly runtime: Runtime;
  readonly people: People;
  readonly ledger: LedgerStore;
  readonly notices: Notices;
}

/** Readers looked at side by side. */
const concurrency = 16;

/**
 * Writes back to the library system what ended without anybody saying anything: a text that changed (CON-09), a grace
 * that passed (CON-07). The gate knew before, because it computes the same; this is the news of it, once for each yes, and
 * from here its proof is counted (RET-15).
 * @returns how many choices were told
 */
export async function tellAllLapsed(deps: LapseDeps): Promise<number> {
  const meanings = await deps.notices.meanings();
  let told = 0;
  for (const { id } of deps.runtime.network.communes) {
    for await (const page of deps.ledger.readers(id)) {
      const patrons = await deps.people.readMany(page);
      const counts = await mapConcurrently([...patrons.values()], concurrency, (patron) =>
        tellLapsed(deps, patron, meanings),
      );
      told += counts.reduce((sum, count) => sum + count, 0);
    }
  }
  return told;
}

/** The same for one reader. */
export async function tellLapsed(
  deps: LapseDeps,
  patron: Patron,
  meanings: Meanings,
): Promise<number> {
  const { subjectRef, commune } = patron;
  const now = deps.runtime.clock.now();
  const stored = await deps.ledger.read(subjectRef);
  const today = { ...circumstancesOf(deps.runtime, patron, now), meanings };
  const counting = asOfToday(stored, today);
  let told = 0;
  for (const [key, entry] of Object.entries(counting.entries)) {
    if (entry.state === stored.entries[key]?.state) continue;
    const lapse = { ...pairOf(key), seq: entry.seq };
    const event = newEvent(deps.runtime, {
      type: 'consent.changed',
      commune,
      subjectRef,
      actor: 'SYSTEM:lapse',
      data: { ...lapse, state: entry.state, ...ruleOf[entry.state] },
    });
    if (await deps.ledger.announceLapse(event, lapse)) told += 1;
  }
  return told;
}

const ruleOf: Partial<Record<State, { rule: string }>> = {
  EXPIRED: { rule: 'CON-07' },
  INVALIDATED: { rule: 'CON-09' },
};
