import * as z from 'zod';
import { Instant, Ref } from './schemas.ts';

/** The envelope of every event of a library system (`api.md`); plugins extend it with `.extend({…})`. */
export const IlsEvent = z.strictObject({
  id: z.string().min(1).max(120),
  type: z.string(),
  at: Instant,
  library: z.string().max(60).optional(),
});

export const withPatron = { patronRef: Ref };
