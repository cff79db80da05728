import type { SweepReport, SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createCalendars } from '../container.ts';

export const contribute: Contribute<SweepStep> = (runtime) => {
  const calendars = createCalendars(runtime);
  return {
    sweep: async (now) => {
      const reports: SweepReport[] = [];
      for (const calendar of calendars) reports.push(...(await calendar.sweep(now)));
      return reports;
    },
  };
};
