import type { ErasureStep } from '#core/contributions.ts';
import type { Belongings } from './ports.ts';

/**
 * Three categories, because an open loan makes only itself wait (RGT-06, RET-11): returned loans and holds go at
 * once, and the key that seals all of them dies with the last, when nothing is out any more.
 */
export function returnedStep(belongings: Belongings): ErasureStep {
  return {
    category: 'RETURNED_LOANS',
    keyClasses: [],
    blockers: () => Promise.resolve([]),
    count: async (subject) => (await belongings.returned(subject)).length,
    erase: async (subject) => {
      const keys = await belongings.returned(subject);
      await belongings.remove(keys);
      await belongings.unlistReturned(subject);
      return keys.length;
    },
  };
}

export function holdsStep(belongings: Belongings): ErasureStep {
  return {
    category: 'HOLDS',
    keyClasses: [],
    blockers: () => Promise.resolve([]),
    count: async (subject) => (await belongings.holds(subject)).length,
    erase: async (subject) => {
      const keys = await belongings.holds(subject);
      await belongings.remove(keys);
      await belongings.unlistHolds(subject);
      return keys.length;
    },
  };
}

export function openStep(belongings: Belongings): ErasureStep {
  const all = async (subject: Parameters<ErasureStep['count']>[0]) => [
    ...(await belongings.openLoans(subject)).keys,
    ...(await belongings.state(subject)),
  ];
  return {
    category: 'OPEN_LOANS',
    keyClasses: ['loans'],
    blockers: async (subject) => {
      const [since] = (await belongings.openLoans(subject)).since;
      return since === undefined ? [] : [{ code: 'OPEN_LOAN', since }];
    },
    count: async (subject) => (await all(subject)).length,
    erase: async (subject) => {
      const keys = await all(subject);
      await belongings.remove(keys);
      return keys.length;
    },
  };
}
