import { absent, connect, putItem, type Expression } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { sealJson } from '#core/vault/vault.ts';
import type { NewSession, SessionPlace, VaultDoor } from '../app/ports.ts';
import type { Kind } from '../domain/session.ts';
import {
  createVaultCalendar,
  createVaultKeys,
  identityOf,
  partitionOf,
  periodOf,
  table,
} from './vault-item.ts';

interface Trace {
  readonly kind: Kind;
  readonly value: unknown;
  readonly reader?: string;
  readonly condition?: Expression;
}

/** The technical trace comes last: a session that was cut short is put in again as a whole. */
function tracesOf({ identity, security, technical }: NewSession): Trace[] {
  return [
    ...(identity
      ? [{ kind: 'IDENTITY' as const, value: identity, reader: identity.subjectRef }]
      : []),
    ...(security ? [{ kind: 'SECURITY' as const, value: security }] : []),
    { kind: 'TECHNICAL', value: technical, condition: absent },
  ];
}

export function createVaultDoor(runtime: Runtime): VaultDoor {
  const store = connect(runtime);
  const keys = createVaultKeys(runtime);
  const index = createBlindIndex(runtime);
  const calendar = createVaultCalendar(runtime);

  const put = async (place: SessionPlace, sk: string, trace: Trace): Promise<boolean> => {
    const { kind, value, reader, condition } = trace;
    const period = periodOf(kind, place);
    const key = await keys.obtain(period);
    if (!key) return true;
    const at = { pk: partitionOf(kind, period), sk };
    await calendar.enter({ ...period, parcel: at.pk });
    const sealed = sealJson(runtime, { key, identity: identityOf(at), value });
    const item = {
      ...{ ...at, ...period, sealed },
      ...{ category: `INTERNET_${kind}`, on: place.day.toString() },
      ...(reader !== undefined && { reader }),
    };
    return putItem(store, { table, item, ...(condition && { condition }) });
  };

  return {
    putIn: async (place, session) => {
      const sk = await index('session', session.technical.sessionRef);
      let isNew = true;
      for (const trace of tracesOf(session)) isNew = await put(place, sk, trace);
      return isNew ? 'STORED' : 'KNOWN';
    },
  };
}
