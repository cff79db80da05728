import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { SweepReport } from '#core/contributions.ts';
import { hasRuleShape } from '#core/problem.ts';

/** One line of the proof that something was forgotten: counts and dates, no names (RET-21). */
export const RetentionRun = z
  .object({
    runId: z.string(),
    /** When it was recorded. */
    at: z.string().meta({ format: 'date-time' }),
    rule: z.string().refine(hasRuleShape),
    commune: z.string(),
    category: z.string(),
    found: z.int(),
    deleted: z.int(),
    recount: z.int(),
    /** Local dates that the deleted items span, when known. */
    from: z.string().optional(),
    to: z.string().optional(),
  })
  .meta({ id: 'RetentionRun' });
export type RetentionRun = z.infer<typeof RetentionRun>;

/** What a run is: the same line of the same instant is the same run, however often it is reported. */
export interface RunName {
  readonly commune: string;
  /** Epoch seconds. */
  readonly instant: number;
  readonly rule: string;
  readonly category: string;
}

/** `valserine.1780264800.RET-01.LOAN_LINK`: says nothing that the line itself does not. */
export const runIdOf = ({ commune, instant, rule, category }: RunName): string =>
  [commune, instant, rule, category].join('.');

const Id = z.tuple([
  z.string().min(1),
  z.coerce.number().int(),
  z.string().min(1),
  z.string().min(1),
]);

export function parseRunId(runId: string): RunName | undefined {
  const parsed = Id.safeParse(runId.split('.'));
  if (!parsed.success) return undefined;
  const [commune, instant, rule, category] = parsed.data;
  return { commune, instant, rule, category };
}

/**
 * The line that a report becomes. Its instant is when the items fell due, if the plugin says so, else that of the run:
 * runs that overlap or are repeated record it once.
 */
export function runOf(
  report: SweepReport,
  run: { at: Temporal.Instant; recordedAt: Temporal.Instant },
): { name: RunName; line: RetentionRun } {
  const { rule, commune, category, found, deleted, recount, from, to } = report;
  const instant = Math.floor((report.due ?? run.at).epochMilliseconds / 1000);
  const name = { commune, instant, rule, category };
  const line = {
    runId: runIdOf(name),
    at: run.recordedAt.toString({ smallestUnit: 'second' }),
    ...{ rule, commune, category, found, deleted, recount },
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  return { name, line };
}
