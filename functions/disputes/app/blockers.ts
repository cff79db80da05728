import type { Blocker } from '#core/contributions.ts';
import type { Holds } from './ports.ts';

/** RET-11: an open dispute waits, with the day of its review and the commune that answers for it. */
export async function disputeBlockers(
  holds: Pick<Holds, 'blocking'>,
  subjectRef: string,
): Promise<Blocker[]> {
  const open = await holds.blocking(subjectRef);
  return open.map(({ openedOn, reviewOn, commune }) => ({
    ...{ code: 'DISPUTE', since: openedOn, until: reviewOn, owner: commune },
  }));
}
