import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { periodDeadline, type Deadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { IlsEvent, withPatron } from '#core/ils-event.ts';
import { Ref } from '#core/schemas.ts';

/** Where archives are kept and counted: a library, or a reading room or store of it by its own code. */
const Site = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,59}$/u);

/** `library` says whose commune it is; without it the site itself is a library. */
const event = <const T extends string>(type: T) =>
  IlsEvent.extend({ type: z.literal(type), site: Site });

export const eventSchemas = {
  'archive.consulted': event('archive.consulted').extend({ ...withPatron, documentRef: Ref }),
  'inventory.done': event('inventory.done'),
};
export type Consulted = z.output<(typeof eventSchemas)['archive.consulted']>;
export type Inventory = z.output<(typeof eventSchemas)['inventory.done']>;
export type ArchiveEvent = Consulted | Inventory;

interface At {
  readonly at: Temporal.Instant;
  readonly zone: string;
}

const localDay = ({ at, zone }: At) => at.toZonedDateTimeISO(zone).toPlainDate();

/** RET-08: ten years at most, last day included. */
export function longest({ at, zone }: At): Deadline {
  const { max } = retentionRules['RET-08'].parameters;
  return periodDeadline({ from: localDay({ at, zone }), period: max, zone });
}

/** RET-08: what an inventory (récolement) has covered leaves at the end of its day. */
export function endOfInventory({ at, zone }: At): Deadline {
  return periodDeadline({ from: localDay({ at, zone }), period: 'P0D', zone });
}

/**
 * When a consultation leaves: with the inventory that covers it, if one is known to have come after it, and with the
 * tenth year at the latest. One of the same instant does not cover it.
 */
export function deadlineOf(
  consultation: At,
  lastInventory: Temporal.Instant | undefined,
): Deadline {
  const { at, zone } = consultation;
  const end = longest(consultation);
  if (!lastInventory || lastInventory.epochMilliseconds <= at.epochMilliseconds) return end;
  const earlier = endOfInventory({ at: lastInventory, zone });
  return earlier.purgeAt < end.purgeAt ? earlier : end;
}
