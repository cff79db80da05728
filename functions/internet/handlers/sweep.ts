import type { SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createCalendar } from '../container.ts';

export const contribute: Contribute<SweepStep> = (runtime) => createCalendar(runtime);
