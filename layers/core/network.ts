import type { Temporal } from 'temporal-polyfill';
import { actsIn, ownPaths, type Caller, type ClaimMapping } from './caller.ts';
import type { Network, RetentionMode } from './network-schema.ts';

export type { Network, RetentionMode } from './network-schema.ts';
export type Commune = Network['communes'][number];
export type Library = Commune['libraries'][number];

export function communeById(network: Network, id: string): Commune | undefined {
  return network.communes.find((commune) => commune.id === id);
}

/** Finds a library by its id or by one of its library-system codes, with its commune. */
export function libraryByCode(
  network: Network,
  code: string,
): { library: Library; commune: Commune } | undefined {
  for (const commune of network.communes) {
    const library = commune.libraries.find((one) => one.id === code || one.ilsCodes.includes(code));
    if (library) return { library, commune };
  }
  return undefined;
}

/** How the tokens of the network are read. */
export const mappingOf = ({ id, identity }: Network): ClaimMapping => ({
  paths: identity.claims ?? ownPaths,
  roleNames: identity.roleNames,
  communeNames: identity.communeNames,
  network: id,
});

export const zoneOf = (network: Network, commune: Commune): string => commune.zone ?? network.zone;

/** The communes in which somebody acts, or the one of these that they ask for: others are as absent as none (GOV-10). */
export const communesOf = (
  { communes }: Pick<Network, 'communes'>,
  caller: Caller,
  asked?: string,
): Commune[] =>
  communes.filter(({ id }) => actsIn(caller, id) && (asked === undefined || asked === id));

/** The zone of a commune by its id; that of the network when the commune has left it. */
export function zoneIn(network: Network, id: string): string {
  const commune = communeById(network, id);
  return commune ? zoneOf(network, commune) : network.zone;
}

/** What the calendar on the wall of a commune says at an instant (RET-02). */
export const dateIn = (network: Network, id: string, at: Temporal.Instant): Temporal.PlainDate =>
  at.toZonedDateTimeISO(zoneIn(network, id)).toPlainDate();

/** What is due in no commune yet at an instant bears a later date than this one. */
export const latestDateIn = (
  network: Network,
  at: Temporal.Instant,
): Temporal.PlainDate | undefined =>
  network.communes
    .map(({ id }) => dateIn(network, id, at))
    .toSorted((a, b) => (a.toString() < b.toString() ? -1 : 1))
    .at(-1);

export const modeOf = (network: Network, commune: Commune): RetentionMode =>
  commune.mode ?? network.mode;
