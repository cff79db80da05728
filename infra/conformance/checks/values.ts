import { isDeepStrictEqual } from 'node:util';
import { getItem, putItem } from '#core/dynamo.ts';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';

async function roundTrip({ store, pk }: Probe, value: unknown): Promise<unknown> {
  await putItem(store, { table, item: { pk, sk: 'a', value } });
  return (await getItem(store, { table, key: { pk, sk: 'a' }, schema: Item }))?.['value'];
}

async function binary(probe: Probe): Promise<string> {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  const back = await roundTrip(probe, { sealed: bytes });
  const sealed =
    typeof back === 'object' && back !== null && 'sealed' in back ? back.sealed : undefined;
  return sealed instanceof Uint8Array && Buffer.from(sealed).equals(bytes)
    ? 'the same bytes'
    : 'other bytes';
}

async function nested(probe: Probe): Promise<string> {
  const value = {
    list: [1, 'é', null, { deep: true }],
    empty: '',
    none: [],
    big: Number.MAX_SAFE_INTEGER,
  };
  return isDeepStrictEqual(await roundTrip(probe, value), value) ? 'the same' : 'another';
}

async function withoutUndefined(probe: Probe): Promise<string> {
  return JSON.stringify(await roundTrip(probe, { kept: 1, dropped: undefined }));
}

async function emptyKey({ store, pk }: Probe): Promise<string> {
  await putItem(store, { table, item: { pk, sk: '' } });
  return 'accepted';
}

async function numberAsKey({ store, pk }: Probe): Promise<string> {
  await putItem(store, { table, item: { pk, sk: 'a', owner: 7, at: '1' } });
  return 'accepted';
}

export const values: readonly Check[] = [
  { title: 'sealed bytes come back as they were', expect: 'the same bytes', act: binary },
  {
    title: 'lists, maps, accents, null, empty texts and large integers come back',
    expect: 'the same',
    act: nested,
  },
  { title: 'what is undefined is not stored', expect: '{"kept":1}', act: withoutUndefined },
  { title: 'an empty key is refused', expect: 'ValidationException', act: emptyKey },
  {
    title: 'an index key of another type is refused',
    expect: 'ValidationException',
    act: numberAsKey,
  },
];
