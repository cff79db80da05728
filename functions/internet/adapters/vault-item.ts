import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import { createDueCalendar, type DueCalendar } from '#core/due.ts';
import type { Runtime } from '#core/runtime.ts';
import { Bytes } from '#core/schemas.ts';
import { createPeriodKeys, type Period, type PeriodKeys } from '#core/vault/period-keys.ts';
import type { SessionPlace } from '../app/ports.ts';
import { traceDeadline, type Kind } from '../domain/session.ts';

export const table = 'InternetSessions';
const keyTable = 'InternetKeys';

export const TraceItem = z.object({
  pk: z.string(),
  sk: z.string(),
  commune: z.string(),
  purgeAt: z.int(),
  sealed: Bytes,
});
export type TraceItem = z.infer<typeof TraceItem>;

export const createVaultKeys = (runtime: Runtime): PeriodKeys =>
  createPeriodKeys(runtime, keyTable);

/** The keys of a day die before its bytes (RET-04). */
export function createVaultCalendar(runtime: Runtime): DueCalendar {
  const keys = createVaultKeys(runtime);
  return createDueCalendar(runtime, {
    table,
    rules: {
      INTERNET_TECHNICAL: 'RET-19',
      INTERNET_SECURITY: 'RET-19',
      INTERNET_IDENTITY: 'RET-19',
    },
    forget: (period) => keys.destroy(period),
  });
}

export function periodOf(kind: Kind, { commune, zone, day }: SessionPlace): Period {
  const { visibleUntil } = traceDeadline(kind, day, zone);
  return { commune, purgeAt: epochSeconds(visibleUntil.add({ seconds: 1 }).toInstant()) };
}

/** One day of one commune, one kind. */
export const partitionOf = (kind: Kind, { commune, purgeAt }: Period) =>
  `${kind}#${commune}#${String(purgeAt)}`;

export const identityOf = ({ pk, sk }: { pk: string; sk: string }) => [table, pk, sk];
