import type { Temporal } from 'temporal-polyfill';
import { actsIn, type Caller } from '#core/caller.ts';
import { dateIn, zoneIn } from '#core/network.ts';
import { notFound, type Problem } from '#core/problem.ts';
import type { Runtime } from '#core/runtime.ts';

type Place = Pick<Runtime, 'network'>;

/** Zone of a commune and its local day; those of the network when the commune has left it. */
export function placeOf(
  { network }: Place,
  communeId: string,
  now: Temporal.Instant,
): { zone: string; today: Temporal.PlainDate } {
  return { zone: zoneIn(network, communeId), today: dateIn(network, communeId, now) };
}

/** Those in which the caller acts (GOV-10), or the one that they ask for among them. */
export const communesOf = ({ network }: Place, caller: Caller, only?: string): string[] =>
  network.communes
    .map(({ id }) => id)
    .filter((id) => actsIn(caller, id) && (only === undefined || only === id));

export const absentHold: Problem = notFound;

/** `MANAGER:sub` */
export const actorOf = ({ roles, sub }: Caller): string => `${roles[0] ?? 'NONE'}:${sub}`;
