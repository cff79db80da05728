import type { Temporal } from 'temporal-polyfill';
import { mapConcurrently } from '#core/concurrency.ts';
import type { SweepReport, SweepStep } from '#core/contributions.ts';
import { errorFields } from '#core/log.ts';
import { measure } from '#core/metrics.ts';
import type { Runtime } from '#core/runtime.ts';
import { runOf } from '../domain/run.ts';
import type { Runs } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly runs: Runs;
  readonly steps: readonly SweepStep[];
}

/** Each has a table of its own, and most have nothing due: a quiet night takes as long as a few questions. */
const together = 4;

/**
 * The nightly round behind TTL: every plugin forgets what fell due (RET-04) and each line is recorded once. A plugin
 * that fails does not keep the others from forgetting; the run then fails as a whole, and is run again.
 * @throws when a plugin failed or something is still there after its deletion
 */
export async function runSweep(deps: Deps, at: Temporal.Instant): Promise<{ recorded: number }> {
  const { runtime, steps } = deps;
  const now = runtime.clock.now();
  const swept = await mapConcurrently(steps, together, (step) =>
    sweepStep(deps, step, { at, now }),
  );
  const left = swept.flatMap((one) => one.left);
  const blind = swept.filter(({ isBlind }) => isBlind);
  // A plugin that could not look may hide anything: silence rings too.
  if (blind.length === 0) {
    const late = left.map((report) => secondsLate(report, now));
    measure(runtime, { name: 'OldestDueItem', value: Math.max(0, ...late), dimensions: {} });
  }
  const failures = left.length + blind.length;
  if (failures > 0)
    throw new Error(`${String(failures)} of the things to forget are not forgotten`);
  return { recorded: swept.reduce((sum, { recorded }) => sum + recorded, 0) };
}

interface Swept {
  /** Lines that are new. */
  readonly recorded: number;
  /** What is still there after its deletion. */
  readonly left: readonly SweepReport[];
  /** It failed, and nobody knows what is left. */
  readonly isBlind: boolean;
}

async function sweepStep(
  deps: Deps,
  step: SweepStep,
  { at, now }: { at: Temporal.Instant; now: Temporal.Instant },
): Promise<Swept> {
  const { runtime } = deps;
  let recorded = 0;
  try {
    const reports = await step.sweep(now, async (lines) => {
      recorded += await recordAll(deps, lines, { at, recordedAt: now });
    });
    runtime.reached('retention.sweep.step-recorded');
    return { recorded, left: reports.filter(({ recount }) => recount > 0), isBlind: false };
  } catch (error) {
    runtime.log.error('SCHEDULE_COMPLETED', { schedule: 'sweep', ...errorFields(error) });
    return { recorded, left: [], isBlind: true };
  }
}

/** How many lines are new; a night in which nothing fell due leaves none. */
async function recordAll(
  { runtime, runs }: Deps,
  reports: readonly SweepReport[],
  run: { at: Temporal.Instant; recordedAt: Temporal.Instant },
): Promise<number> {
  let recorded = 0;
  for (const report of reports) {
    const { name, line } = runOf(report, run);
    if (report.found > 0 && (await runs.record(name, line))) recorded += 1;
    logReport(runtime, report);
  }
  return recorded;
}

function logReport(runtime: Runtime, report: SweepReport): void {
  const { rule, commune, category, found, deleted, recount } = report;
  runtime.log.info('SWEEP_COMPLETED', { rule, commune, category, found, deleted, recount });
}

/** What does not say when it fell due counts from the moment at which it was found. */
const secondsLate = ({ due }: SweepReport, now: Temporal.Instant): number =>
  due ? now.since(due).total('second') : 0;
