import { connect, getItems, keyOf } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { States } from '../app/standing.ts';
import { Consents } from '../domain/ledger.ts';
import { stateKey, table } from './keys.ts';

export function createStates(runtime: Runtime): States {
  const store = connect(runtime);
  return async (subjectRefs) => {
    const keys = subjectRefs.map(stateKey);
    const items = await getItems(store, { table, keys, schema: Consents });
    return new Map(
      subjectRefs.flatMap((subjectRef): [string, Consents][] => {
        const consents = items.get(keyOf(stateKey(subjectRef)));
        return consents ? [[subjectRef, consents]] : [];
      }),
    );
  };
}
