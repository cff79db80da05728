import * as z from 'zod';
import type { Inventory } from '../inventory/types.ts';
import { liftMark, readMark, setMark, type Place } from './mark.ts';
import { compare, overwrite, readTable, type Difference, type Snapshot } from './tables.ts';

/** Tables that may be restored: never those with keys, whose absence is what makes every copy noise (RET-20). */
export const dataTables = ({ tables }: Pick<Inventory, 'tables'>): string[] =>
  tables.filter(({ keyTable }) => keyTable !== true).map(({ name }) => name);

export type Backup = ReadonlyMap<string, Snapshot>;

/** A copy of the data tables as they stand. */
export async function takeBackup(place: Place, tables: readonly string[]): Promise<Backup> {
  const backup = new Map<string, Snapshot>();
  for (const table of tables) {
    backup.set(table, await readTable(place.client, place.prefix + table));
  }
  return backup;
}

/** What the functions answer that are invoked by hand. */
const Replayed = z.object({
  erased: z.int(),
  deleted: z.int(),
  left: z.int(),
  closed: z.int(),
});
export type Replayed = z.infer<typeof Replayed>;

/** Runs a function and gives its answer. @throws when it failed */
export type InvokeByHand = (target: string, event: object) => Promise<unknown>;

/** Says what a restore loses, and puts the backup in the place of what is there. The door must be shut. */
export async function putBack(
  place: Place,
  backup: Backup,
): Promise<ReadonlyMap<string, Difference>> {
  await setMark(place, { tables: [...backup.keys()] });
  const differences = new Map<string, Difference>();
  for (const [table, snapshot] of backup) {
    const name = place.prefix + table;
    differences.set(table, compare(await readTable(place.client, name), snapshot));
    await overwrite(place.client, { table: name, backup: snapshot });
  }
  return differences;
}

/**
 * Does again what the backup does not know — erasures, refusals, expiries — and only then lifts the mark that keeps the door
 * shut. Killed anywhere and run again, it ends the same.
 * @throws when something of an erased reader is still there; the door stays shut
 */
export async function replayAndLift(place: Place, invoke: InvokeByHand): Promise<Replayed> {
  const mark = await readMark(place);
  if (!mark) throw new Error('no restore has begun');
  const replayed = Replayed.parse(await invoke('rights-replay', { tables: mark.tables }));
  await invoke('retention-sweep', {});
  if (replayed.left > 0)
    throw new Error(`${String(replayed.left)} items of erased readers are still there`);
  await liftMark(place);
  return replayed;
}
