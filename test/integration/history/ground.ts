import { newEvent } from '#core/events.ts';
import type { SweepReport } from '#core/contributions.ts';
import { createLedgerStore } from '../../../functions/consent/adapters/ledger-store.ts';
import { appendDecision } from '../../../functions/consent/app/record-decision.ts';
import type { Decision } from '../../../functions/consent/domain/ledger.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { noteChoice } from '../../../functions/history/app/note-choice.ts';
import { readingStep } from '../../../functions/history/app/read-kept.ts';
import { sweepHistories } from '../../../functions/history/app/sweep.ts';
import { createDeps, createSweepDeps } from '../../../functions/history/container.ts';
import { manifest as history } from '../../../functions/history/manifest.ts';
import { createSweep as createLoanSweep } from '../../../functions/loans/container.ts';
import { manifest as loans } from '../../../functions/loans/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';
import { subjectOf } from '../loans/ground.ts';

export const reader = subjectOf('koha:1042');

export const openHistoryGround = (now: string): Promise<TestGround> =>
  openTestGround({ manifests: [history, consent, loans, patrons, rights], now });

/** Writes the choice into the real ledger; the news of it is told apart, as the queue would. */
export async function choose(ground: TestGround, decision: Decision): Promise<void> {
  const runtime = ground.runtime();
  const recorded = await appendDecision(
    { runtime, ledger: createLedgerStore(runtime) },
    {
      subject: reader,
      actor: 'DESK:desk-1',
      purpose: 'HISTORY_KEEP',
      channel: 'PORTAL',
      decision,
      act: 'FORM_TICK',
      evidence: { occurredAt: runtime.clock.now().toString(), joint: false },
    },
  );
  if (!recorded.ok) throw new Error(recorded.problem.code);
}

export async function tell(ground: TestGround, purpose = 'HISTORY_KEEP'): Promise<void> {
  const runtime = ground.runtime();
  const event = newEvent(runtime, {
    type: 'consent.changed',
    actor: 'DESK:desk-1',
    ...reader,
    data: { purpose, channel: 'PORTAL' },
  });
  await noteChoice(createDeps(runtime), event);
}

/** Both steps of a night, in the order of the run. */
export async function night(ground: TestGround, at: string): Promise<SweepReport[]> {
  ground.setNow(at);
  const runtime = ground.runtime();
  const reports = await sweepHistories(createSweepDeps(runtime), runtime.clock.now());
  await createLoanSweep(runtime).sweep(runtime.clock.now());
  return reports;
}

export async function kept(ground: TestGround): Promise<string[]> {
  const runtime = ground.runtime();
  const past = await readingStep(createDeps(runtime)).kept(reader, runtime.clock.now());
  return past.map(({ loanRef }) => loanRef).toSorted();
}
