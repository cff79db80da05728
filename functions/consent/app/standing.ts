import { Temporal } from 'temporal-polyfill';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import { asOfToday } from '../domain/coming-of-age.ts';
import { entryOf, type Channel, type Consents } from '../domain/ledger.ts';
import { circumstancesOf } from './reach.ts';

/** Choices of many readers as stored, strongly consistent; keyed by `subjectRef`. */
export type States = (subjectRefs: readonly string[]) => Promise<ReadonlyMap<string, Consents>>;

export interface Standing {
  /**
   * Those of the readers whose consent holds now, keyed by `subjectRef`, with the instant since when it has held
   * without a break. What was withdrawn, opposed, waits for a parent or ended at fifteen is not among them.
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
}): Standing {
  const { runtime, people, states } = deps;
  return {
    since: async (subjectRefs, choice) => {
      const given = [...(await states(subjectRefs))].flatMap(([subjectRef, consents]) => {
        const entry = givenIn(consents, choice);
        return entry ? [{ subjectRef, consents, entry }] : [];
      });
      // Only what a parent shared can end by age alone (CON-07): nobody else’s record is opened.
      const shared = given.filter(({ entry }) => entry.guardian);
      const readers = await people.readMany(shared.map(({ subjectRef }) => subjectRef));
      const now = runtime.clock.now();
      const holding = given.filter(({ subjectRef, consents, entry }) => {
        if (!entry.guardian) return true;
        const reader = readers.get(subjectRef);
        return (
          reader && givenIn(asOfToday(consents, circumstancesOf(runtime, reader, now)), choice)
        );
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
