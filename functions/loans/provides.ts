import type { Temporal } from 'temporal-polyfill';
import type { Caller } from '#core/caller.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { connect } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { createPeople } from '../patrons/provides.ts';
import { createActs } from './adapters/acts.ts';
import { activitiesOf, type LoanActivity } from './adapters/activity.ts';
import { createCirculation } from './adapters/circulation.ts';
import { leavingLoans } from './adapters/leaving-loans.ts';
import { createOpenLoans } from './adapters/open-loans.ts';
import { createRecords } from './adapters/records.ts';
import { createTools } from './adapters/tools.ts';
import { applyEvents } from './app/apply-events.ts';
import type { Acts, OpenLoans } from './app/ports.ts';
import { revealLoans, type NamedLoan } from './app/reveal-loans.ts';
import { lifeOf } from './domain/lifecycle.ts';
import { localRulesOf } from './domain/local-rules.ts';
import { deadlineOf, type LinkedRecord } from './domain/record.ts';

export type { LoanActivity } from './adapters/activity.ts';
export type { Acts, CountedAct, OpenLoan } from './app/ports.ts';
export type { NamedLoan } from './app/reveal-loans.ts';

/** `loans.activity`: when readers last had something in hand. */
export interface Activities {
  of(subject: Subject): Promise<LoanActivity>;
  /** The same of many in few calls, keyed by `subjectRef`. */
  ofMany(subjectRefs: readonly string[]): Promise<ReadonlyMap<string, LoanActivity>>;
}

export function createActivity(runtime: Runtime): Activities {
  const deps = { store: connect(runtime), network: runtime.network };
  const ofMany = (subjectRefs: readonly string[]) => activitiesOf(deps, subjectRefs);
  return {
    of: async ({ subjectRef }) => (await ofMany([subjectRef])).get(subjectRef) ?? { openLoans: 0 },
    ofMany,
  };
}

/** `loans.open`: what is out, by library: to compare it with what its library system has out, and to lend on paper. */
export interface LoansOut extends Pick<OpenLoans, 'nameOf' | 'of' | 'standing'> {
  /** Refs of those of these names that are out, with the local date on which they are due. */
  describe(names: readonly string[]): Promise<LoanOut[]>;
  /** Who has these, and what it is. Each reader is recorded as seen by this caller (GOV-10). */
  reveal(names: readonly string[], caller: Caller): Promise<NamedLoan[]>;
  /** Takes them for returned at that instant, as if the library system had said so; a later sign of life prevails. */
  settle(
    context: IntakeContext,
    args: { library: string; loanRefs: readonly string[]; at: Temporal.Instant },
  ): Promise<IntakeOutcome[]>;
}

export interface LoanOut {
  readonly loanRef: string;
  readonly dueOn?: string;
  /** Epoch milliseconds. */
  readonly lastSignAt: number;
}

export function createLoansOut(runtime: Runtime): LoansOut {
  const tools = createTools(runtime);
  const loans = createOpenLoans(tools);
  const intake = {
    runtime,
    people: createPeople(runtime),
    records: createRecords(tools),
  };
  return {
    ...loans,
    describe: async (names) =>
      (await loans.find(names)).map(({ details, signs }) => {
        const { until } = lifeOf(signs);
        const lastSignAt = Math.max(...signs.map(({ at }) => at));
        return { loanRef: details.ref, lastSignAt, ...(until !== undefined && { dueOn: until }) };
      }),
    reveal: (names, caller) =>
      revealLoans({ ...intake, loans, accessLog: tools.accessLog }, names, caller),
    settle: (context, { library, loanRefs, at }) =>
      applyEvents(
        intake,
        context,
        loanRefs.map((loanRef) => ({
          id: `snapshot ${at.toString()} ${loanRef}`,
          type: 'loan.returned' as const,
          at,
          library,
          loanRef,
        })),
      ),
  };
}

/** `loans.acts`: what the libraries did, for who counts it before it is forgotten (STA-02). */
export const createLoanActs = (runtime: Runtime): Acts =>
  createActs({ runtime, store: connect(runtime) });

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
  const circulation = createCirculation(createTools(runtime));
  return {
    find: async (ref) => {
      const record = await circulation.find(ref);
      return record && shown(runtime, record);
    },
  };
}

/** `loans.returned`: what readers brought back and is soon forgotten here. */
export interface ReturnedLoans {
  /** Those that leave before an instant, epoch seconds; readers without any are absent. Costs a query a commune, whoever asks. */
  leavingBefore(
    subjectRefs: readonly string[],
    purgeAt: number,
  ): Promise<ReadonlyMap<string, readonly LoanRecord[]>>;
}

export function createReturnedLoans(runtime: Runtime): ReturnedLoans {
  const tools = createTools(runtime);
  return {
    leavingBefore: async (subjectRefs, before) => {
      const leaving = await leavingLoans(tools, subjectRefs, before);
      const shownOf = (records: readonly LinkedRecord[]) =>
        records
          .map((record) => shown(runtime, record))
          .filter(({ purgeAt }) => purgeAt !== undefined && purgeAt < before);
      return new Map(leaving.map(({ subjectRef, records }) => [subjectRef, shownOf(records)]));
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
