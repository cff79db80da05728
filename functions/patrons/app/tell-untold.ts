import type { Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communesOf, dateIn } from '#core/network.ts';
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
  const asked = runtime.network.communes.map(async (commune) => {
    const day = dateIn(runtime.network, commune.id, runtime.clock.now());
    const soon = day.add({ days: daysAhead }).toString();
    return { commune, day, untold: await directory.untold(commune.id, soon) };
  });
  let filed = 0;
  for (const { commune, day, untold } of await Promise.all(asked)) {
    for (const { subjectRef, filedOn } of untold) {
      const patron = filedOn === undefined ? await directory.read(subjectRef) : undefined;
      if (!patron) continue;
      const event = newEvent(runtime, {
        type: 'patron.untold',
        commune: commune.id,
        subjectRef,
        actor: 'SYSTEM:notices',
      });
      if (await directory.replace({ ...patron, filedOn: day.toString() }, event)) filed += 1;
    }
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
  for (const commune of communesOf(runtime.network, caller)) {
    const today = dateIn(runtime.network, commune.id, runtime.clock.now()).toString();
    const waiting = Map.groupBy(await directory.untold(commune.id), ({ tellBy }) => tellBy);
    for (const [dueOn, people] of waiting) {
      const filed = people.filter(({ filedOn }) => filedOn !== undefined).length;
      const isOverdue = dueOn < today;
      tasks.push({ commune: commune.id, dueOn, count: people.length, filed, isOverdue });
    }
  }
  return tasks;
}
