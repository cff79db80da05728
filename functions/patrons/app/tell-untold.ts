import type { Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communeById, communesOf, dateIn, latestDateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { told } from '../domain/collection.ts';
import type { Directory } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly directory: Directory;
}

/** D: the message leaves so many days before the duty is overdue; until then the desk may tell by itself. */
const daysAhead = 7;

/**
 * GOV-14, every day: who must be told soon is written to (article 14), once. A record that changes meanwhile is taken
 * the next day.
 * @returns how many messages were asked for
 */
export async function fileNoticeTasks({ runtime, directory }: Deps): Promise<number> {
  const { network, clock } = runtime;
  const latest = latestDateIn(network, clock.now())?.add({ days: daysAhead });
  let filed = 0;
  for (const { subjectRef, commune, tellBy, filedOn } of await directory.untold(
    latest?.toString(),
  )) {
    const today = dateIn(network, commune, clock.now());
    const isSoon = tellBy <= today.add({ days: daysAhead }).toString();
    if (!communeById(network, commune) || filedOn !== undefined || !isSoon) continue;
    const patron = await directory.read(subjectRef);
    if (!patron) continue;
    const event = newEvent(runtime, {
      type: 'patron.untold',
      ...{ commune, subjectRef },
      actor: 'SYSTEM:notices',
    });
    if (await directory.replace({ ...patron, filedOn: today.toString() }, event)) filed += 1;
  }
  return filed;
}

/** The notice was sent or printed: from today on the purposes that it names are known to the person (NOT-02). */
export async function noteTold(
  { runtime, directory }: Deps,
  { subjectRef, commune, by }: { subjectRef: string; commune: string; by: 'EMAIL' | 'LETTER' },
): Promise<void> {
  const patron = await directory.read(subjectRef);
  if (!patron) return;
  const today = dateIn(runtime.network, commune, runtime.clock.now()).toString();
  const actor = 'SYSTEM:notices';
  const event = newEvent(runtime, { type: 'patron.told', commune, subjectRef, actor });
  if (!(await directory.replace(told(patron, by, today), event)))
    throw new Error('the record changed while the notice was noted');
}

/** How many people of a commune wait to be told, by the day on which they must be. No name is needed to see a delay. */
export interface NoticeTask {
  readonly commune: string;
  readonly dueOn: string;
  readonly count: number;
  /** Of these, how many messages are on their way. */
  readonly filed: number;
  readonly isOverdue: boolean;
}

export async function listNoticeTasks(
  { runtime, directory }: Deps,
  caller: Caller,
): Promise<NoticeTask[]> {
  const tasks: NoticeTask[] = [];
  const untold = Map.groupBy(await directory.untold(), ({ commune }) => commune);
  for (const commune of communesOf(runtime.network, caller)) {
    const today = dateIn(runtime.network, commune.id, runtime.clock.now()).toString();
    const waiting = Map.groupBy(untold.get(commune.id) ?? [], ({ tellBy }) => tellBy);
    for (const [dueOn, people] of waiting) {
      const filed = people.filter(({ filedOn }) => filedOn !== undefined).length;
      const isOverdue = dueOn < today;
      tasks.push({ commune: commune.id, dueOn, count: people.length, filed, isOverdue });
    }
  }
  return tasks;
}
