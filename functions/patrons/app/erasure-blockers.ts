import type { Temporal } from 'temporal-polyfill';
import type { Blocker } from '#core/contributions.ts';
import { dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { guardianBlockers } from './guardianship.ts';
import type { Directory } from './ports.ts';
import type { Activity } from './read-patron.ts';

/**
 * While a document is out, who has it stays known; while a child who reads is reached through a parent, so does the
 * parent (RGT-06, RET-11).
 */
export async function erasureBlockers(
  { runtime, directory, activity }: { runtime: Runtime; directory: Directory; activity: Activity },
  subject: Subject,
  now: Temporal.Instant,
): Promise<Blocker[]> {
  const { openLoans, oldestOpenSince } = await activity.of(subject);
  if (openLoans > 0 && oldestOpenSince) return [{ code: 'OPEN_LOAN', since: oldestOpenSince }];
  const patron = await directory.read(subject.subjectRef);
  if (!patron) return [];
  const today = dateIn(runtime.network, patron.commune, now);
  return guardianBlockers(directory, patron.patronRef, today);
}
