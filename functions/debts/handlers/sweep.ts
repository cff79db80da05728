import type { SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createCalendars } from '../container.ts';

export const contribute: Contribute<SweepStep> = (runtime) => {
  const calendars = createCalendars(runtime);
  return {
    sweep: async (now, record) =>
      (await Promise.all(calendars.map((one) => one.sweep(now, record)))).flat(),
  };
};
