import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { closesAt, monthOf, type Counted, type Place } from '../domain/act.ts';
import { sayActs, slotCount } from '../domain/figure.ts';
import type { Batch, Counts } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly counts: Counts;
  /** Keyed hash (`#core/vault/index-key.ts`). */
  readonly index: (label: string, ...parts: string[]) => Promise<string>;
}

/**
 * Notes what a batch is about to apply, one write a commune and month (STA-02). Called *before* the batch is applied, so
 * that nothing is applied and not counted; what is noted again counts once (docs/adr/0019).
 */
export async function countActs(deps: Deps, counted: readonly Counted[]): Promise<void> {
  const { runtime, counts } = deps;
  const now = runtime.clock.now();
  const places = new Map<string, { place: Place; isLate: boolean; own: Counted[] }>();
  for (const one of counted) {
    const zone = zoneIn(runtime.network, one.commune);
    const month = monthOf(one.at, zone);
    const name = `${one.commune}|${month}`;
    const isLate = now.epochMilliseconds >= closesAt(month, zone).epochMilliseconds;
    const place = { commune: one.commune, month };
    const group = places.get(name) ?? { place, isLate, own: [] };
    places.set(name, group);
    group.own.push(one);
  }
  await Promise.all(
    [...places.values()].map(async ({ place, isLate, own }) => {
      const batch = await batchOf(deps, place, own);
      runtime.reached('statistics.count.before');
      await (isLate ? counts.addLate(place, batch) : counts.add(place, batch));
    }),
  );
}

async function batchOf(
  { index }: Deps,
  { commune, month }: Place,
  counted: readonly Counted[],
): Promise<Batch> {
  const readers = new Set(counted.flatMap(({ subjectRef }) => subjectRef ?? []));
  const slots = new Map<string, number>();
  for (const subjectRef of readers) {
    const hash = await index('statistics-slot', commune, month, subjectRef);
    slots.set(subjectRef, Buffer.from(hash, 'base64url').readUInt8() % slotCount);
  }
  const signs = counted.map(({ sign }) => sign).toSorted();
  return {
    id: await index('statistics-batch', commune, month, ...signs),
    said: sayActs(counted, slots),
  };
}
