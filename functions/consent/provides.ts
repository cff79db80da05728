import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createGateReads } from './adapters/gate-reads.ts';
import { createLedgerStore } from './adapters/ledger-store.ts';
import { createStates } from './adapters/states.ts';
import { createSuppressions } from './adapters/suppressions.ts';
import { makeGate, type Gate } from './app/gate.ts';
import { appendDecision } from './app/record-decision.ts';
import { makeStanding, type Standing } from './app/standing.ts';
import { stopSms } from './app/stop-sms.ts';
import type { Act, Channel } from './domain/ledger.ts';

export type { Delivery, Gate, Ticket } from './app/gate.ts';
export type { Standing } from './app/standing.ts';
export type { Decision } from './domain/decide.ts';
export { createOppositionLinks, type OppositionLinks } from './adapters/opposition-links.ts';

/** `consent.gate`: may this purpose reach this reader on this channel now? Needs `patrons.contact` and `governance.signoffs`. */
export function createGate(runtime: Runtime): Gate {
  return makeGate({ runtime, people: createPeople(runtime), reads: createGateReads(runtime) });
}

/** `consent.ledger`: what a reader says through a message. It can only stop. Needs `patrons.contact`. */
export interface Ledger {
  /** An objection by a link or a complaint. Twice is once; `false` when the reader is erased. */
  oppose(opposition: {
    readonly subjectRef: string;
    readonly commune: string;
    readonly purpose: string;
    readonly channel: Channel;
    readonly act: Act;
    readonly actor: string;
  }): Promise<boolean>;
  /** NOT-04. @returns how many readers share the number */
  stopSms(sms: { readonly mobile: string }): Promise<number>;
}

export function createLedger(runtime: Runtime): Ledger {
  const ledger = createLedgerStore(runtime);
  const deps = {
    runtime,
    ledger,
    suppressions: createSuppressions(runtime),
    people: createPeople(runtime),
  };
  return {
    oppose: async ({ subjectRef, commune, ...opposition }) => {
      const occurredAt = runtime.clock.now().toString({ smallestUnit: 'millisecond' });
      const recorded = await appendDecision(deps, {
        subject: { subjectRef, commune },
        decision: 'OPPOSED',
        evidence: { occurredAt, joint: false },
        ...opposition,
      });
      return recorded.ok;
    },
    stopSms: (sms) => stopSms(deps, sms),
  };
}

/** `consent.standing`: since when a consent holds, for whoever keeps something by it. Needs `patrons.contact`. */
export function createStanding(runtime: Runtime): Standing {
  return makeStanding({ runtime, people: createPeople(runtime), states: createStates(runtime) });
}
