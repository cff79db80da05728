import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createGateReads } from './adapters/gate-reads.ts';
import { createLedgerStore } from './adapters/ledger-store.ts';
import { createStates } from './adapters/states.ts';
import { createNoticeStore } from './adapters/notice-store.ts';
import { createSuppressions } from './adapters/suppressions.ts';
import { makeChoices, makeDecisions, type Choices, type Decisions } from './app/choices.ts';
import { makeGate, type Gate } from './app/gate.ts';
import { appendDecision } from './app/record-decision.ts';
import { makeStanding, type Standing } from './app/standing.ts';
import { stopSms } from './app/stop-sms.ts';
import type { Channel } from './domain/ledger.ts';

export type { Delivery, Gate, Ticket } from './app/gate.ts';
export type { Standing } from './app/standing.ts';
export type { Choices, Decisions, Texts } from './app/choices.ts';
export type { Decision } from './domain/decide.ts';

/** `consent.gate`: may this purpose reach this reader on this channel now? Needs `patrons.contact` and `governance.signoffs`. */
export function createGate(runtime: Runtime): Gate {
  return makeGate({ runtime, people: createPeople(runtime), reads: createGateReads(runtime) });
}

/** `consent.notices`: which version of a text is shown today (GOV-13). */
export function createCurrentNotices(runtime: Runtime): {
  /** Id → latest version in any language; an id that no notice has is absent. */
  versions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
} {
  const notices = createNoticeStore(runtime);
  const latest = async (id: string) => {
    const texts = await Promise.all(
      (['fr', 'en'] as const).map((locale) => notices.latest({ id, locale })),
    );
    return Math.max(0, ...texts.map((text) => text?.version ?? 0));
  };
  return {
    versions: async (ids) => {
      const found = await Promise.all(
        ids.map(async (id): Promise<[string, number]> => [id, await latest(id)]),
      );
      return new Map(found.filter(([, version]) => version > 0));
    },
  };
}

/** `consent.choices`: what a reader chose, and what they may choose. Read-only. Needs `patrons.contact`. */
export function createChoices(runtime: Runtime): Choices {
  return makeChoices({
    runtime,
    people: createPeople(runtime),
    ledger: createLedgerStore(runtime),
    notices: createNoticeStore(runtime),
  });
}

/** `consent.decisions`: what a reader decides on a page of ours. */
export function createDecisions(runtime: Runtime): Decisions {
  return makeDecisions({
    runtime,
    ledger: createLedgerStore(runtime),
    notices: createNoticeStore(runtime),
  });
}

/** `consent.objections`: what a reader says by a link or a complaint. It can only stop. */
export interface Objections {
  /** Twice is once; `false` when the reader is erased. */
  oppose(opposition: {
    readonly subjectRef: string;
    readonly commune: string;
    readonly purpose: string;
    readonly channel: Channel;
    readonly actor: string;
  }): Promise<boolean>;
}

export function createObjections(runtime: Runtime): Objections {
  const deps = { runtime, ledger: createLedgerStore(runtime) };
  return {
    oppose: async ({ subjectRef, commune, ...opposition }) => {
      const occurredAt = runtime.clock.now().toString({ smallestUnit: 'millisecond' });
      const recorded = await appendDecision(deps, {
        subject: { subjectRef, commune },
        decision: 'OPPOSED',
        act: 'ONE_CLICK',
        evidence: { occurredAt, joint: false },
        ...opposition,
      });
      return recorded.ok;
    },
  };
}

/** `consent.stop`: a number that answered STOP (NOT-04). Needs `patrons.contact`. */
export interface Stop {
  /** @returns how many readers share the number */
  stopSms(sms: { readonly mobile: string }): Promise<number>;
}

export function createStop(runtime: Runtime): Stop {
  const ledger = createLedgerStore(runtime);
  const suppressions = createSuppressions(runtime);
  const people = createPeople(runtime);
  return { stopSms: (sms) => stopSms({ runtime, ledger, suppressions, people }, sms) };
}

/** `consent.standing`: since when a consent holds, for whoever keeps something by it. Needs `patrons.contact`. */
export function createStanding(runtime: Runtime): Standing {
  return makeStanding({
    runtime,
    people: createPeople(runtime),
    states: createStates(runtime),
    notices: createNoticeStore(runtime),
  });
}
