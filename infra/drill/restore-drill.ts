import { Temporal } from 'temporal-polyfill';
import type { Text } from '#core/text.ts';
import type { Cloud } from '../local/cloud.ts';
import { openClosed, startLocal, type LocalNetwork } from '../local/local.ts';
import type { LocalOptions } from '../local/ground.ts';
import { StartRefused } from '../local/refusal.ts';
import { dataTables, putBack, replayAndLift, takeBackup, type Backup } from '../restore/restore.ts';
import { askerOf } from './caller.ts';
import { erase } from './cases.ts';
import { checkRestored, found, type Finding } from './checks.ts';
import { consent, fill, must, newsletterOf, people, type Who } from './people.ts';

export interface Drill {
  /** Of its own; everything in it may be lost. */
  readonly dataFolder: string;
  /** Readers beside the four. */
  readonly crowd: number;
  readonly tell: (step: Text) => void;
}

const backupAt = Temporal.Instant.from('2026-11-27T09:00:00+01:00');
/** Four days later: inside the window of the backups, and after the loans of July fell due. */
const restoreAt = '2026-12-01T09:00:00+01:00';

/**
 * RET-20 from end to end: a network lives, is copied, lives on — somebody is erased, loans fall due, a consent is withdrawn —
 * and is restored to the copy. Nothing is served before all of it has been done again.
 */
export async function drillRestore(drill: Drill): Promise<Finding[]> {
  const options: LocalOptions = {
    dataFolder: drill.dataFolder,
    clock: { start: backupAt, held: true },
  };
  const { backup, subjects } = await liveOn(options, drill);
  const [shut, back] = await restore(options, { backup, subjects, tell: drill.tell });
  drill.tell({ fr: 'Rouvrir, et regarder', en: 'Open again, and look' });
  const local = await startLocal(options);
  try {
    return [...shut, ...back, ...(await checkRestored(askerOf(local)))];
  } finally {
    await local.stop();
  }
}

interface Lived {
  readonly backup: Backup;
  readonly subjects: Readonly<Record<Who, string>>;
}

async function liveOn(options: LocalOptions, { crowd, tell }: Drill): Promise<Lived> {
  const local = await startLocal(options);
  try {
    const ask = askerOf(local);
    const settle = () => local.background.drain();
    tell({ fr: 'Inscrire et prêter', en: 'Enrol and lend' });
    const subjects = await fill(ask, crowd);
    await settle();
    tell({ fr: 'Copier les tables, sauf les clés', en: 'Copy the tables, not the keys' });
    const backup = await copyOf(local);
    tell({
      fr: 'Vivre quatre jours : un effacement, un retrait, des prêts échus',
      en: 'Live four days: an erasure, a withdrawal, loans that fall due',
    });
    await erase(ask, people.erased.patronRef, settle);
    await must(ask('DESK', newsletterOf(people.withdrawn.patronRef), consent('WITHDRAWN')));
    await must(ask('ADMIN', 'POST /_local/clock', { now: restoreAt }));
    await settle();
    return { backup, subjects };
  } finally {
    await local.stop();
  }
}

const copyOf = ({ client, folder, inventory }: LocalNetwork): Promise<Backup> =>
  takeBackup({ client, prefix: folder.tablePrefix }, dataTables(inventory));

/** Behind a shut door. The first findings are that the door is shut, and that the copy does bring the erased reader back. */
async function restore(
  options: LocalOptions,
  { backup, subjects, tell }: Lived & Pick<Drill, 'tell'>,
): Promise<[Finding[], Finding[]]> {
  tell({ fr: 'Fermer, et remettre la copie', en: 'Shut, and put the copy back' });
  const before = await behindTheDoor(options, async (cloud) => {
    const differences = await putBack(placeOf(cloud), backup);
    for (const [table, { lost, back, undone }] of differences)
      if (lost + back + undone > 0)
        tell({
          fr: `  ${table} : ${String(lost)} perdus, ${String(back)} revenus, ${String(undone)} défaits`,
          en: `  ${table}: ${String(lost)} lost, ${String(back)} back, ${String(undone)} undone`,
        });
    return itemsOf(cloud, subjects.erased);
  });
  const refused = await isRefused(options);
  tell({
    fr: 'Refaire les effacements, les refus et les échéances',
    en: 'Do erasures, refusals and expiries again',
  });
  const after = await behindTheDoor(options, async (cloud) => {
    const { erased, closed } = await replayAndLift(placeOf(cloud), invokerOf(cloud));
    const left = await itemsOf(cloud, subjects.erased);
    return { erased, left, isClosed: closed > 0 };
  });
  return [
    [
      found(
        { fr: 'La copie ramène l’abonnée effacée', en: 'The copy brings the erased reader back' },
        before > 0 ? 'yes' : 'no',
        'yes',
      ),
      found(
        { fr: 'Rien n’est servi avant la fin', en: 'Nothing is served before the end' },
        refused ? 'refused' : 'served',
        'refused',
      ),
    ],
    [
      found(
        { fr: 'L’effacement est refait', en: 'The erasure is done again' },
        `${String(after.erased)} reader, ${String(after.left)} items left`,
        '1 reader, 0 items left',
      ),
      found(
        { fr: 'Ce qui peut être refusé est fermé', en: 'What may be refused is closed' },
        after.isClosed ? 'closed' : 'open',
        'closed',
      ),
    ],
  ];
}

async function behindTheDoor<T>(
  options: LocalOptions,
  work: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  const closed = await openClosed(options);
  try {
    return await work(closed);
  } finally {
    await closed.stop();
  }
}

async function isRefused(options: LocalOptions): Promise<boolean> {
  try {
    await (await startLocal(options)).stop();
    return false;
  } catch (error) {
    if (error instanceof StartRefused) return true;
    throw error;
  }
}

const placeOf = ({ client, ground }: Cloud) => ({ client, prefix: ground.folder.tablePrefix });

/** How many stored items lie under a reader's opaque ref, in any data table. */
async function itemsOf(cloud: Cloud, subjectRef: string): Promise<number> {
  const tables = await takeBackup(placeOf(cloud), dataTables(cloud.ground.inventory));
  const keys = [...tables.values()].flatMap((table) => [...table.keys()]);
  return keys.filter((key) => key.includes(subjectRef)).length;
}

/** As `aws lambda invoke` would (docs/runbooks/restore.md). */
export const invokerOf =
  ({ invoke }: Cloud) =>
  async (target: string, event: object): Promise<unknown> => {
    const outcome = await invoke({ target, event });
    if (outcome.status !== 'OK') throw new Error(`${target} ended with ${outcome.status}`);
    return outcome.value;
  };
