import { countBy, type Outcome } from '../send.ts';
import { remarkTexts, type Remark } from './remarks.ts';
import type { ImportRun } from './run-import.ts';

/** Statuses that leave a row without a defined outcome. */
const undefinedStatuses: readonly string[] = ['FAILED', 'UNANSWERED'];
const refusals: readonly string[] = ['QUARANTINED', 'REJECTED', ...undefinedStatuses];

const sayRemarks = (remarks: readonly Remark[]): string[] =>
  countBy(remarks, ({ code }) => code).map(([code, count]) => {
    const text = Object.entries(remarkTexts).find(([key]) => key === code)?.[1];
    return `    ${String(count).padStart(5)}  ${code}  ${text?.fr ?? ''} / ${text?.en ?? ''}`;
  });

function sayOutcomes(outcomes: readonly Outcome[]): string[] {
  return countBy(outcomes, ({ status }) => status).flatMap(([status, count]) => {
    const line = `  ${String(count).padStart(7)}  ${status}`;
    if (!refusals.includes(status)) return [line];
    const reasons = outcomes
      .filter((outcome) => outcome.status === status)
      .flatMap(({ reasons: list }) => (list.length > 0 ? list : ['(sans motif / no reason)']));
    return [
      line,
      ...countBy(reasons, (reason) => reason).map(
        ([reason, times]) => `    ${String(times).padStart(5)}  ${reason}`,
      ),
    ];
  });
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [title, ...lines] : [];

/** Whether every row got an answer of its own. */
export function isDefined({ patronOutcomes, eventOutcomes }: ImportRun): boolean {
  return [...patronOutcomes, ...eventOutcomes].every(
    ({ status }) => !undefinedStatuses.includes(status),
  );
}

/** Whether the server knew every loan and hold already: a second run changes nothing. */
export function isRepeat({ eventOutcomes }: ImportRun): boolean {
  const statuses = new Set(eventOutcomes.map(({ status }) => status));
  return statuses.has('DUPLICATE') && !statuses.has('APPLIED');
}

/** The account of an import for people: counts and reasons, no name. */
export function sayRun(run: ImportRun, { now }: { readonly now: number }): string[] {
  const past = run.eventOutcomes.filter(
    ({ purgeAt }) => purgeAt !== undefined && Date.parse(purgeAt) <= now,
  );
  return [
    ...section(
      `Lecteurs envoyés / readers sent: ${run.patronOutcomes.length}`,
      sayOutcomes(run.patronOutcomes),
    ),
    ...section('  Non repris / left out', sayRemarks(run.patrons.skipped)),
    ...section('  Remarques / remarks', sayRemarks(run.patrons.warnings)),
    ...section(
      `Événements envoyés / events sent: ${run.eventOutcomes.length}`,
      sayOutcomes(run.eventOutcomes),
    ),
    ...section('  Non repris / left out', sayRemarks(run.events.skipped)),
    ...section('  Remarques / remarks', sayRemarks(run.events.warnings)),
    ...(past.length > 0
      ? [
          `  ${past.length} retours déjà hors délai, rien gardé / returns already past RET-01, nothing kept`,
        ]
      : []),
    ...(isRepeat(run)
      ? [
          'Rien de nouveau : prêts et réservations déjà connus. / Nothing new: loans and holds already known.',
        ]
      : []),
  ];
}

/** Details for `--report`: references and codes only. */
export function detailRun(run: ImportRun): object {
  const refused = (outcomes: readonly Outcome[]) =>
    outcomes.filter(({ status }) => refusals.includes(status));
  return {
    patrons: {
      skipped: run.patrons.skipped,
      remarks: run.patrons.warnings,
      refused: refused(run.patronOutcomes),
    },
    events: {
      skipped: run.events.skipped,
      remarks: run.events.warnings,
      refused: refused(run.eventOutcomes),
    },
  };
}
