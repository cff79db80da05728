import { deepStrictEqual, strictEqual } from 'node:assert';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { channels, purposes, type Channel } from '#core/catalogue/purposes.ts';
import { appendDecision } from '../../../functions/consent/app/record-decision.ts';
import type { LedgerStore } from '../../../functions/consent/app/ports.ts';
import { decide } from '../../../functions/consent/domain/decide.ts';
import type { Facts } from '../../../functions/consent/domain/facts.ts';
import {
  everyPurpose,
  fold,
  noConsents,
  type Decision,
  type LedgerEvent,
} from '../../../functions/consent/domain/ledger.ts';

/** T21: any sequence of acts, through the use case that writes; after each, every path of the gate is looked at. */

const consented = Object.values(purposes).filter(({ consent, slot }) => consent && !slot);
const pairs = consented.flatMap(({ code, channels: own }) =>
  own.map((channel) => ({ code, channel, key: `${code}|${channel}` })),
);

/** What the model knows: who said no last, by purpose and channel. A yes is not enough to know that a message passes. */
interface Model {
  readonly closed: Set<string>;
}

interface Real {
  readonly ledger: LedgerStore & { readonly written: LedgerEvent[] };
  instant: Temporal.Instant;
}

function memoryLedger(): Real['ledger'] {
  const written: LedgerEvent[] = [];
  let state = noConsents;
  return {
    written,
    read: () => Promise.resolve(state),
    events: () => Promise.resolve(written),
    append: (_subject, { event, next }) => {
      if (event.seq !== state.seq + 1) return Promise.resolve(false);
      written.push(event);
      state = next;
      return Promise.resolve(true);
    },
    async *readers() {
      yield await Promise.resolve([]);
    },
    announceOnce: () => Promise.resolve(true),
    announceLapse: () => Promise.resolve(true),
    proofsDue: () => Promise.resolve([]),
    proofsOf: () => Promise.resolve([]),
    fileProofs: () => Promise.resolve(0),
    recordRead: () => Promise.resolve(),
  };
}

const facts = (consents: Facts['consents']): Facts => ({
  reader: {
    subjectRef: 'r',
    commune: 'c',
    state: 'ACTIVE',
    quarantined: false,
    birth: { birthYear: 1980, category: 'ADULT' },
    informed: [],
    email: 'a@example.org',
    mobile: '+33612345678',
    address: { lines: ['1 rue'] },
    invalidChannels: [],
  },
  consents,
  commune: { hasDpo: true, zone: 'Europe/Paris' },
  signedUntil: '2099-01-01',
  suppressed: new Map(),
  smsWindow: { from: '08:00', to: '20:00' },
});

class Say implements fc.AsyncCommand<Model, Real> {
  readonly said: { purpose: string; channel: Channel; decision: Decision; isLate: boolean };

  constructor(said: Say['said']) {
    this.said = said;
  }

  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const { isLate, ...said } = this.said;
    real.instant = real.instant.add({ minutes: 1 });
    const occurredAt = isLate ? real.instant.subtract({ hours: 2000 }) : real.instant;
    const now = real.instant;
    const recorded = await appendDecision(
      {
        ledger: real.ledger,
        runtime: {
          clock: { now: () => now },
          ids: { ulid: () => now.toString(), uuid: () => now.toString() },
        },
      },
      {
        subject: { subjectRef: 'r', commune: 'c' },
        actor: 'DESK:1',
        act: 'FORM_TICK',
        evidence: { occurredAt: occurredAt.toString(), joint: false },
        ...said,
      },
    );
    if (recorded.ok) note(model, said);
    const consents = await real.ledger.read('r');
    deepStrictEqual(consents, fold(real.ledger.written));
    for (const { code, channel, key } of pairs) {
      if (!model.closed.has(key)) continue;
      const at = Temporal.Instant.from('2026-11-24T10:30:00+01:00');
      const { allowed } = decide(facts(consents), { purpose: code, channel, at });
      strictEqual(allowed, false, key);
    }
  }

  toString = () => `${this.said.decision} ${this.said.purpose} ${this.said.channel}`;
}

/** A no closes its path, a STOP every path of the channel; only a later yes to that very path opens it. */
function note(model: Model, said: { purpose: string; channel: Channel; decision: Decision }): void {
  const about = pairs.filter(
    ({ code, channel }) =>
      channel === said.channel && (said.purpose === code || said.purpose === everyPurpose),
  );
  for (const { key } of about) {
    if (said.decision === 'GIVEN') model.closed.delete(key);
    else if (said.decision !== 'OPPOSITION_LIFTED') model.closed.add(key);
  }
}

const anyAct = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        pair: fc.constantFrom(...pairs),
        decision: fc.constantFrom<Decision>(
          'GIVEN',
          'GIVEN',
          'REFUSED',
          'WITHDRAWN',
          'OPPOSED',
          'OPPOSITION_LIFTED',
        ),
        isLate: fc.boolean(),
      })
      .map(({ pair, ...said }) => new Say({ purpose: pair.code, channel: pair.channel, ...said })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...channels)
      .map(
        (channel) =>
          new Say({ purpose: everyPurpose, channel, decision: 'OPPOSED', isLate: false }),
      ),
  },
);

describe('a withdrawal', () => {
  it('[CON-04] [NOT-04] without a later grant closes every path, whatever was said before and after', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([anyAct], { maxCommands: 40 }), (commands) =>
        fc.asyncModelRun(
          () => ({
            model: { closed: new Set<string>() },
            real: {
              ledger: memoryLedger(),
              instant: Temporal.Instant.from('2026-11-23T08:00:00Z'),
            },
          }),
          commands,
        ),
      ),
      { numRuns: 150 },
    );
  });
});
