import { purposes } from '#core/catalogue/purposes.ts';
import type { ErasureStep } from '#core/contributions.ts';
import { createPartitionEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../../patrons/provides.ts';
import { entryOf, everyPurpose, type Channel, type Consents } from '../domain/ledger.ts';
import { createLedgerStore } from './ledger-store.ts';
import { createSuppressions } from './suppressions.ts';
import { subjectPartition, table } from './keys.ts';

/**
 * The one place that decides what survives an erasure on request: the keyed hash of an address or number that was
 * opposed, for the opposed purposes (RET-18) — and nothing else. The proof of an ended consent (RET-15) goes too: after
 * an erasure nobody can be asked for it, and Art. 17(3)(e) covers it only while a claim is open (question to the DPO).
 */
export function createEraser(runtime: Runtime): Pick<ErasureStep, 'prepare' | 'count' | 'erase'> {
  const ledger = createLedgerStore(runtime);
  const suppressions = createSuppressions(runtime);
  const people = createPeople(runtime);
  return {
    ...createPartitionEraser(runtime, { table, pkOf: subjectPartition }),
    prepare: async ({ subjectRef }) => {
      const [patron, consents] = await Promise.all([
        people.read(subjectRef),
        ledger.read(subjectRef),
      ]);
      for (const channel of ['EMAIL', 'SMS'] as const) {
        const contact = channel === 'EMAIL' ? patron?.email : patron?.mobile;
        const opposed = opposedOn(consents, channel);
        if (contact !== undefined && opposed.length > 0) await suppressions.add(contact, opposed);
      }
    },
  };
}

/** What the reader said no to, on one channel. */
function opposedOn(consents: Consents, channel: Channel): string[] {
  if (consents.entries[`${everyPurpose}|${channel}`]?.state === 'OPPOSED') return [everyPurpose];
  return Object.values(purposes)
    .filter(({ code, mandatory }) => {
      const state = entryOf(consents, { purpose: code, channel, isMandatory: mandatory })?.state;
      return state === 'OPPOSED' || state === 'WITHDRAWN' || state === 'REFUSED';
    })
    .map(({ code }) => code);
}
