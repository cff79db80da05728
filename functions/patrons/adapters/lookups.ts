import * as z from 'zod';
import { connect, partition, queryAll, type Expression } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { subjectOf, table } from './keys.ts';

const Found = z.object({ pk: z.string() });

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

  return {
    /** Minors who come of age on this local date. */
    comingOfAgeOn: async (day: string) => equal('majority', await index('majority', day)),
    /** Children whose fifteenth birthday, as far as it is known, is on this local date. */
    turningFifteenOn: async (day: string) => equal('fifteen', await index('fifteen', day)),
    /** Readers of a commune at whom somebody must look by this local date (RET-09). */
    toLookAt: (commune: string, day: string) =>
      find('watch', {
        expression: 'watch = :commune AND lookOn <= :day',
        values: { ':commune': commune, ':day': day },
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
