import { Temporal } from 'temporal-polyfill';
import { isVisible, writeInstant, writeZoned } from '#core/calendar.ts';
import type { ExportStep, KeptPast, ReadingStep } from '#core/contributions.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { capOf, isCovered, type KeptLoan } from '../domain/kept-loan.ts';
import type { Histories, KeepsSince } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network'>;
  readonly histories: Pick<Histories, 'open'>;
  readonly keepsSince: KeepsSince;
}

/**
 * RGT-04: what a reader who still agrees has had kept, past its live window: until then the loan itself is shown. The
 * choice is asked anew each time, so a withdrawal is effective on the second it is made (RET-13).
 */
export function readingStep(deps: Deps): ReadingStep {
  return {
    kept: async ({ subjectRef }, now) => {
      const since = (await deps.keepsSince([subjectRef])).get(subjectRef);
      if (!since) return [];
      const kept = await deps.histories.open(subjectRef);
      return kept
        .filter(({ liveUntil, purgeAt }) => !isVisible(liveUntil, now) && isVisible(purgeAt, now))
        .filter(({ loan }) => isCovered(loan.returnedAt, { since, zone: zoneOf(deps, loan) }))
        .map(({ loan }) => shown(deps, loan));
    },
  };
}

/** RGT-03, and for RGT-07 what was given under consent, as data. */
export function exportStep(deps: Deps): ExportStep {
  const { kept } = readingStep(deps);
  return {
    category: 'HISTORY',
    read: async (subject, now) => {
      const since = (await deps.keepsSince([subject.subjectRef])).get(subject.subjectRef);
      return since
        ? { consent: 'HISTORY_KEEP', since: since.toString(), loans: await kept(subject, now) }
        : { loans: [] };
    },
  };
}

const zoneOf = ({ runtime: { network } }: Deps, { commune }: KeptLoan) => zoneIn(network, commune);

function shown(deps: Deps, loan: KeptLoan): KeptPast {
  const zone = zoneOf(deps, loan);
  const { loanedAt, returnedAt, commune: _commune, library: _library, ...words } = loan;
  const instant = (at: number) => writeInstant(Temporal.Instant.fromEpochMilliseconds(at), zone);
  const { visibleUntil, purgeAt } = capOf(returnedAt, zone);
  return {
    ...words,
    loanedAt: instant(loanedAt),
    returnedAt: instant(returnedAt),
    visibleUntil: writeZoned(visibleUntil),
    purgeAt: instant(purgeAt * 1000),
  };
}
