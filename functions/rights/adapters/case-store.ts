import {
  absent,
  connect,
  getItem,
  partition,
  queryAll,
  transact,
  unchangedSince,
} from '#core/dynamo.ts';
import { eventItem } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Cases } from '../app/ports.ts';
import { RightsCase } from '../domain/case.ts';

const table = 'Cases';
const caseKey = (id: string) => ({ pk: `CASE#${id}`, sk: 'CASE' });

/** States in which the daily run looks at a case again; the sparse index `waiting` holds just these. */
const waitingStates: readonly RightsCase['state'][] = ['AWAITING_BLOCKER', 'FAILED_RETRYING'];
const waiting = 'WAITING';

const finalStates: readonly RightsCase['state'][] = ['COMPLETED', 'REFUSED', 'WITHDRAWN'];

export function createCaseStore(runtime: Runtime): Cases {
  const store = connect(runtime);
  return {
    find: (id) => getItem(store, { table, key: caseKey(id), schema: RightsCase }),
    save: (theCase, event) => {
      const { pk, sk } = caseKey(theCase.id);
      const item = {
        ...theCase,
        ...{ pk, sk },
        version: theCase.version + 1,
        ...(waitingStates.includes(theCase.state) && { waiting }),
        ...(!finalStates.includes(theCase.state) && { openFor: theCase.subjectRef }),
      };
      const condition = theCase.version === 0 ? absent : unchangedSince(theCase.version);
      return transact(store, [
        { table, put: item, condition },
        { table, put: eventItem(pk, event) },
      ]);
    },
    openOf: (subjectRef) =>
      queryAll(store, {
        table,
        index: 'openFor',
        schema: RightsCase,
        where: partition(subjectRef, undefined, { pk: 'openFor', sk: 'receivedOn' }),
      }),
    waiting: () =>
      queryAll(store, {
        table,
        index: 'waiting',
        schema: RightsCase,
        where: partition(waiting, undefined, { pk: 'waiting', sk: 'receivedOn' }),
      }),
  };
}
