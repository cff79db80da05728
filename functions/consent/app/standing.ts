import { Temporal } from 'temporal-polyfill';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { entryOf, type Channel, type Consents } from '../domain/ledger.ts';
import type { Notices } from './ports.ts';
import { circumstancesOf } from './reach.ts';

/** Choices of many readers as stored, strongly consistent; keyed by `subjectRef`. */
export type States = (subjectRefs: readonly string[]) => Promise<ReadonlyMap<string, Consents>>;

export interface Standing {
  /**
   * Those of the readers whose consent holds now, keyed by `subjectRef`, with the instant since when it has held
   * without a break. What was withdrawn, opposed, waits for a parent, ended at fifteen or with a changed text is not among
   * them.
   */
  since(
    subjectRefs: readonly string[],
    choice: { readonly purpose: string; readonly channel: Channel },
  ): Promise<ReadonlyMap<string, Temporal.Instant>>;
}

export function makeStanding(deps: {
  runtime: Runtime;
  people: Pick<People, 'readMany'>;
  states: States;
  notices: Pick<Notices, 'meanings'>;
}): Standing {
  const { runtime, people, states, notices } = deps;
  return {
    since: async (subjectRefs, choice) => {
      const [stored, meanings] = await Promise.all([states(subjectRefs), notices.meanings()]);
      const given = [...stored].flatMap(([subjectRef, consents]) => {
        const entry = givenIn(consents, choice);
        return entry ? [{ subjectRef, consents, entry }] : [];
      });
      // Age ends only what a parent shared (CON-07), a new text only what is of its purpose (CON-09): nobody else’s
      // record is opened.
      const isNew = meanings.lines.some(({ purpose }) => purpose === choice.purpose);
      const doubtful = given.filter(({ entry }) => isNew || entry.guardian);
      const readers = await people.readMany(doubtful.map(({ subjectRef }) => subjectRef));
      const now = runtime.clock.now();
      const holding = given.filter(({ subjectRef, consents, entry }) => {
        if (!isNew && !entry.guardian) return true;
        const reader = readers.get(subjectRef);
        if (!reader) return false;
        const today = { ...circumstancesOf(runtime, reader, now), meanings };
        return givenIn(asOfToday(consents, today), choice);
      });
      return new Map(
        holding.map(({ subjectRef, entry }) => [
          subjectRef,
          Temporal.Instant.from(entry.since ?? entry.occurredAt),
        ]),
      );
    },
  };
}

function givenIn(consents: Consents, choice: { purpose: string; channel: Channel }) {
  const entry = entryOf(consents, { ...choice, isMandatory: false });
  return entry?.state === 'GIVEN' ? entry : undefined;
}
