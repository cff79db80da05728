import { libraryByCode, type Network } from '#core/network.ts';
import type { Act, Counted } from '../../statistics/provides.ts';
import type { CirculationEvent, EventType } from '../domain/events.ts';
import type { Incoming } from '../domain/record.ts';

/** What a library did when it sends such an event; the others end or announce what was counted when it began. */
const actOfType: Partial<Record<EventType, Act>> = {
  'loan.created': 'LOANS',
  'loan.renewed': 'RENEWALS',
  'loan.returned': 'RETURNS',
  'hold.placed': 'HOLDS',
};

/** An event as the statistics count it (STA-02): where, when, which act. */
export function actOf(
  network: Network,
  event: CirculationEvent | undefined,
  { commune, sign }: Incoming,
): Counted | undefined {
  const act = event && actOfType[event.type];
  const library = event && libraryByCode(network, event.library)?.library.id;
  if (!act || library === undefined) return undefined;
  return { commune, library, act, at: sign.at, sign: sign.id };
}
