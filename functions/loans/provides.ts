import { epochSeconds } from '#core/calendar.ts';
import { connect } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { openRows } from './adapters/belongings.ts';
import { createCirculation } from './adapters/circulation.ts';
import { lastLoanEnd } from './adapters/clocks.ts';
import { createRecords } from './adapters/records.ts';
import { createTools } from './adapters/tools.ts';
import { nameKey } from './app/ports.ts';
import { lifeOf } from './domain/lifecycle.ts';
import { localRulesOf } from './domain/local-rules.ts';
import { deadlineOf, type LinkedRecord } from './domain/record.ts';

/** `loans.activity`: when a reader last had something in hand. Dates and a number; opens nothing. */
export interface LoanActivity {
  /** Local date on which the last loan that ended did so (RET-09); absent when none ever did. */
  readonly lastLoanEnd?: string;
  readonly openLoans: number;
  /** Local date since when the oldest open loan has been out (RET-11). */
  readonly oldestOpenSince?: string;
}

export function createActivity(runtime: Runtime): { of(subject: Subject): Promise<LoanActivity> } {
  const store = connect(runtime);
  return {
    of: async ({ subjectRef }) => {
      const [last, open] = await Promise.all([
        lastLoanEnd(store, subjectRef),
        openRows({ store }, subjectRef),
      ]);
      const [oldest] = open.map(({ readerSort }) => readerSort.slice('LOAN#'.length)).toSorted();
      return {
        openLoans: open.length,
        ...(last !== undefined && { lastLoanEnd: last }),
        ...(oldest !== undefined && { oldestOpenSince: oldest }),
      };
    },
  };
}

/** A loan that another store may take over before it is forgotten here: whoever does says by which right. */
export interface LoanRecord {
  readonly subject: Subject;
  readonly loanRef: string;
  /** Commune of the lending library: its zone and mode apply. */
  readonly commune: string;
  readonly library: string;
  readonly itemRef?: string | undefined;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly subjects?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly loanedAt: number;
  /** Epoch milliseconds; absent while it is out. */
  readonly returnedAt?: number;
  /** Epoch seconds at which it is forgotten here (RET-01). */
  readonly purgeAt?: number;
}

/** `loans.find`: one loan by its ref, as long as it may be seen (RET-04). */
export interface LoanFinder {
  find(loanRef: string): Promise<LoanRecord | undefined>;
}

export function createLoanFinder(runtime: Runtime): LoanFinder {
  const records = createRecords(createTools(runtime));
  return {
    find: async (ref) => {
      const name = { kind: 'LOAN', ref } as const;
      const record = (await records.load([name])).get(nameKey(name))?.record;
      return record?.details && shown(runtime, { ...record, details: record.details });
    },
  };
}

/** `loans.returned`: what a reader brought back and is soon forgotten here. */
export interface ReturnedLoans {
  /** Those of a reader that leave before an instant, epoch seconds. */
  leavingBefore(subjectRef: string, purgeAt: number): Promise<LoanRecord[]>;
  /** Epoch seconds at which the next loans of the network leave; nothing when none wait. */
  nextPurge(): Promise<number | undefined>;
}

export function createReturnedLoans(runtime: Runtime): ReturnedLoans {
  const tools = createTools(runtime);
  const circulation = createCirculation(tools);
  return {
    leavingBefore: async (subjectRef, before) => {
      const records = await circulation.returned(subjectRef);
      return records
        .map((record) => shown(runtime, record))
        .filter(({ purgeAt }) => purgeAt !== undefined && purgeAt < before);
    },
    nextPurge: async () => {
      const now = epochSeconds(runtime.clock.now());
      const periods = await Promise.all(
        runtime.network.communes.map(({ id }) => tools.periodKeys.periods(id)),
      );
      const coming = periods.flat().filter(({ purgeAt }) => purgeAt > now);
      return coming.map(({ purgeAt }) => purgeAt).toSorted((a, b) => a - b)[0];
    },
  };
}

function shown(runtime: Runtime, record: LinkedRecord): LoanRecord {
  const { commune, signs, details } = record;
  const { at, ref, reader, sign: _sign, ...rest } = details;
  const { endedAt } = lifeOf(signs);
  const deadline = deadlineOf(record, localRulesOf(runtime.network, commune));
  return {
    ...{ subject: reader, loanRef: ref, commune, loanedAt: at },
    ...rest,
    ...(endedAt !== undefined && { returnedAt: endedAt }),
    ...(deadline && { purgeAt: deadline.purgeAt }),
  };
}
