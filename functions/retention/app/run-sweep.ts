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
  let recorded = 0;
  let failures = 0;
  let blind = 0;
  const late: number[] = [];
  const sweep = async (step: SweepStep) => {
    try {
      const reports = await step.sweep(now, async (lines) => {
        const added = await recordAll(deps, lines, { at, recordedAt: now });
        recorded += added;
      });
      const left = reports.filter(({ recount }) => recount > 0);
      failures += left.length;
      late.push(...left.map((report) => secondsLate(report, now)));
      runtime.reached('retention.sweep.step-recorded');
    } catch (error) {
      failures += 1;
      blind += 1;
      runtime.log.error('SCHEDULE_COMPLETED', { schedule: 'sweep', ...errorFields(error) });
    }
  };
  await mapConcurrently(steps, together, sweep);
  // A plugin that could not look may hide anything: silence rings too.
  if (blind === 0)
    measure(runtime, { name: 'OldestDueItem', value: Math.max(0, ...late), dimensions: {} });
  if (failures > 0)
    throw new Error(`${String(failures)} of the things to forget are not forgotten`);
  return { recorded };
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
