import * as z from 'zod';
import { connect, partition, queryAll, type Expression } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { everyReader, lookKey, monthOf, subjectOf, table } from './keys.ts';

const Found = z.object({ pk: z.string() });

const Watched = Found.extend({ lookOn: z.string() }).transform(({ pk, lookOn }) => {
  const [on = '', commune = ''] = lookOn.split('#');
  return { subjectRef: subjectOf(pk), commune, on };
});

/** What finds a birthday: the day as a keyed hash, since the day alone could tell who it is. */
const born = {
  majority: Found.extend({ majorityOn: z.string() }).transform(({ pk, majorityOn }) => ({
    ...{ pk, on: majorityOn },
  })),
  fifteen: Found.extend({ fifteenOn: z.string() }).transform(({ pk, fifteenOn }) => ({
    ...{ pk, on: fifteenOn },
  })),
};

/** Who is to be found without being named: each question is one query of a sparse index, and answers with opaque refs. */
export function createLookups(runtime: Runtime) {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const find = async (name: string, where: Expression) => {
    const items = await queryAll(store, { table, index: name, schema: Found, where });
    return items.map(({ pk }) => subjectOf(pk));
  };
  const equal = (name: string, value: string) =>
    find(name, partition(value, undefined, { pk: name, sk: 'sk' }));

  const bornOn = async (name: keyof typeof born, days: readonly string[]) => {
    const hashes = await Promise.all(days.map((day) => index(name, day)));
    const dayOf = new Map(hashes.map((hash, n) => [hash, days[n]]));
    const months = [...new Set(days.map(monthOf))].map(async (month) => {
      const where = partition(await index(name, month), undefined, { pk: name, sk: 'sk' });
      return queryAll(store, { table, index: name, schema: born[name], where });
    });
    return (await Promise.all(months)).flat().flatMap(({ pk, on }) => {
      const day = dayOf.get(on);
      return day === undefined ? [] : [{ subjectRef: subjectOf(pk), day }];
    });
  };

  return {
    /** Minors who come of age on one of these local dates. */
    comingOfAgeOn: (days: readonly string[]) => bornOn('majority', days),
    /** Children whose fifteenth birthday, as far as it is known, is on one of these local dates. */
    turningFifteenOn: (days: readonly string[]) => bornOn('fifteen', days),
    /** Readers at whom somebody must look by this local date (RET-09). */
    toLookAt: (day: string) =>
      queryAll(store, {
        ...{ table, index: 'watch', schema: Watched },
        where: {
          expression: 'watch = :watch AND lookOn < :end',
          values: { ':watch': everyReader, ':end': lookKey(day, '\u{10ffff}') },
        },
      }),
    /** Readers whose guardian is this one. */
    wardsOf: async (patronRef: string) => equal('guardian', await index('guardian', patronRef)),
    /** Readers with these names and this year of birth, in all communes. */
    namesakes: async (person: readonly string[]) =>
      equal('person', await index('person', ...person)),
    /** Readers of a commune of whom something is to be corrected (DAT-07). */
    withProblems: (commune: string) => equal('problemsOf', commune),
  };
}
