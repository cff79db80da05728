import * as z from 'zod';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createVault } from '#core/vault/vault.ts';
import { personOf } from '../domain/duplicates.ts';
import { Channel, InactivityClock, Profile, State, type Patron } from '../domain/patron.ts';
import { fifteenthBirthday, isWard, majorityDay } from '../domain/quality.ts';
import {
  everyReader,
  everyUntold,
  lookKey,
  monthOf,
  profileKey,
  subjectPartition,
  table,
} from './keys.ts';

/** In the clear only what is opaque, a code, a setting or the day of the next look; the person is in `sealed` (class `contact`). */
export const ProfileItem = z.object({
  pk: z.string(),
  sk: z.string(),
  subjectRef: z.string(),
  commune: z.string(),
  state: State,
  quarantined: z.boolean(),
  problems: z.array(z.string()),
  invalidChannels: z.array(Channel),
  clock: InactivityClock,
  tellBy: z.string().optional(),
  filedOn: z.string().optional(),
  version: z.int(),
  sealed: z.instanceof(Uint8Array),
});
export type ProfileItem = z.infer<typeof ProfileItem>;

/** The keys of the records of these readers, and how to read their items: to be part of a larger batch read. */
export const profileLookup = (subjectRefs: readonly string[]) => ({
  table,
  keys: subjectRefs.map(profileKey),
  schema: ProfileItem,
});

const identity = (subjectRef: string) => [table, subjectPartition(subjectRef), 'PROFILE'];

/** Between a reader and the item in which they are kept. */
export function createProfiles(runtime: Runtime) {
  const vault = createVault(runtime);
  const index = createBlindIndex(runtime);

  /** What a reader is found by: keyed hashes, since a day or a name alone would tell who it is. */
  const indexes = async (patron: Patron) => {
    const { mobile, guardian, commune, clock, problems, tellBy } = patron;
    const majority = majorityDay(patron);
    const fifteen = fifteenthBirthday(patron, patron.category);
    const person = personOf(patron);
    return {
      watch: everyReader,
      lookOn: lookKey(clock.lookOn, commune),
      ...(problems.length > 0 && { problemsOf: commune }),
      ...(mobile && { mobile: await index('mobile', mobile) }),
      ...(majority !== undefined && {
        majority: await index('majority', monthOf(majority)),
        majorityOn: await index('majority', majority),
      }),
      ...(fifteen !== undefined && {
        fifteen: await index('fifteen', monthOf(fifteen)),
        fifteenOn: await index('fifteen', fifteen),
      }),
      ...(tellBy !== undefined && { untold: everyUntold }),
      ...(person && { person: await index('person', ...person) }),
      ...(isWard(patron) &&
        guardian &&
        'patronRef' in guardian && { guardian: await index('guardian', guardian.patronRef) }),
    };
  };

  const open = async ({ pk: _pk, sk: _sk, sealed, ...known }: ProfileItem) => {
    const { subjectRef } = known;
    const profile = await vault.open({
      subjectRef,
      keyClass: 'contact',
      identity: identity(subjectRef),
      sealed,
      schema: Profile,
    });
    return profile && ({ ...profile, ...known } satisfies Patron);
  };

  return {
    /** Nothing when the key is gone. */
    open,

    /** What a batch read by `profileLookup` found; keyed by `subjectRef`, without those whose key is gone. */
    openMany: async (items: ReadonlyMap<string, ProfileItem>): Promise<Map<string, Patron>> => {
      const found = [...items.values()];
      await vault.keys.warm(
        found.map(({ subjectRef }) => subjectRef),
        'contact',
      );
      const patrons = await Promise.all(found.map(open));
      return new Map(patrons.flatMap((patron) => (patron ? [[patron.subjectRef, patron]] : [])));
    },

    /** The item of the next version; nothing when the reader is erased. */
    seal: async (patron: Patron) => {
      const { subjectRef, commune, state, quarantined, problems, invalidChannels, clock, ...rest } =
        patron;
      const { version, tellBy, filedOn, ...value } = rest;
      const sealed = await vault.seal({
        subject: { subjectRef, commune },
        keyClass: 'contact',
        identity: identity(subjectRef),
        value,
      });
      if (!sealed) return undefined;
      return {
        ...profileKey(subjectRef),
        ...{ subjectRef, commune, state, quarantined, problems, invalidChannels, clock, sealed },
        version: version + 1,
        ...(tellBy !== undefined && { tellBy }),
        ...(filedOn !== undefined && { filedOn }),
        ...(await indexes(patron)),
      };
    },
  };
}
