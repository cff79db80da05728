import type { Temporal } from 'temporal-polyfill';
import { newEvent } from '#core/events.ts';
import { communeById, dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { anchorOf, earliestAnchor, eraseDay, noticeDay, withNotes } from '../domain/inactivity.ts';
import { endsByItself } from '../domain/notes.ts';
import type { InactivityClock, Patron } from '../domain/patron.ts';
import { withStandingNotes } from '../domain/view.ts';
import type { Directory, Watched } from './ports.ts';

/** `patrons.clock`: the readers at whom somebody must look, and when they are filed again (RET-09). */
export interface ReaderClocks {
  /** Each reader whose day has come, by this local date. */
  toLookAt(day: string): Promise<Watched[]>;
  /** When this reader is to be told, and the first day on which they are gone, as far as their loans say (RET-09). */
  datesOf(
    patron: Patron,
    loans: { readonly lastLoanEnd?: string; readonly oldestOpenSince?: string },
  ): { noticeOn: Temporal.PlainDate; eraseOn: Temporal.PlainDate };
  /** RET-11: whether a child who reads is reached through this reader. Opens nobody. */
  isGuardian(patronRef: string): Promise<boolean>;
  /** Looks again on that day. Nothing happens to a record that changed since it was read: its day stays. */
  file(patron: Patron, clock: Patron['clock']): Promise<void>;
  /** Stays due. Who has a note that ends by itself is filed for tomorrow, so that it leaves on its day (DAT-04). */
  hold(patron: Patron): Promise<void>;
  /** Announces that the clock has run out (`patron.lapsed`), once a day. */
  lapse(
    patron: Patron,
    out: { rule: 'RET-09' | 'RGT-11'; lookOn: string; untold?: boolean },
  ): Promise<void>;
}

/** Files readers under the day of their next look; whatever has ended by then leaves the record with it (DAT-04). */
export function makeReaderClocks(deps: { runtime: Runtime; directory: Directory }): ReaderClocks {
  const { runtime, directory } = deps;
  const filed = (patron: Patron, clock: InactivityClock): Patron => {
    const next = withStandingNotes(patron, todayOf(runtime, patron));
    return { ...next, clock: withNotes(clock, next.notes ?? []) };
  };
  return {
    toLookAt: (day) => directory.toLookAt(day),
    datesOf: (patron, { lastLoanEnd, oldestOpenSince }) => {
      const { renewalCounts = false } = communeById(runtime.network, patron.commune) ?? {};
      const anchor = anchorOf(patron, { lastLoanEnd, renewalCounts });
      const earliest = earliestAnchor(anchor, oldestOpenSince);
      return { noticeOn: noticeDay(earliest), eraseOn: eraseDay(earliest) };
    },
    isGuardian: async (patronRef) => (await directory.wardsOf(patronRef)).length > 0,
    file: async (patron, clock) => {
      await directory.file(filed(patron, clock));
    },
    hold: async (patron) => {
      if (!patron.notes?.some(endsByItself)) return;
      const lookOn = todayOf(runtime, patron).add({ days: 1 }).toString();
      await directory.file(filed(patron, { ...patron.clock, lookOn }));
    },
    lapse: async (patron, { rule, lookOn, untold }) => {
      const { commune, subjectRef } = patron;
      const event = newEvent(runtime, {
        type: 'patron.lapsed',
        ...{ commune, subjectRef, actor: 'SYSTEM:inactivity' },
        data: { rule, ...(untold && { untold }) },
      });
      await directory.file(filed(patron, { ...patron.clock, lookOn }), event);
    },
  };
}

const todayOf = ({ network, clock }: Runtime, { commune }: Patron) =>
  dateIn(network, commune, clock.now());
