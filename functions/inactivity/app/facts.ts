import { Temporal } from 'temporal-polyfill';
import { zoneOf, type Commune } from '#core/network.ts';
import type { LoanActivity } from '../../loans/provides.ts';
import type { FollowedMessage } from '../../notifications/provides.ts';
import type { Patron } from '../../patrons/provides.ts';
import type { Facts, Notice } from '../domain/next-step.ts';
import type { WatchDeps } from './ports.ts';

export interface Place {
  readonly commune: Commune;
  readonly today: Temporal.PlainDate;
  /** CAM-02: the officer of the commune has signed that readers are told such things. */
  readonly mayTell: boolean;
}

/** What the decision needs. The notice is read only when there is one and it is time; the children are asked for later. */
export async function factsOf(
  deps: Pick<WatchDeps, 'runtime' | 'clocks' | 'messages'>,
  { patron, activity, place }: { patron: Patron; activity: LoanActivity; place: Place },
): Promise<Facts> {
  const { clock } = patron;
  const { commune, today, mayTell } = place;
  const { noticeOn, eraseOn } = deps.clocks.datesOf(patron, activity);
  const isDue = Temporal.PlainDate.compare(today, noticeOn) >= 0;
  const zone = zoneOf(deps.runtime.network, commune);
  return {
    today,
    mayTell,
    ...(clock.closesOn !== undefined && { closesOn: Temporal.PlainDate.from(clock.closesOn) }),
    noticeOn,
    eraseOn,
    isHeld: isDue && activity.openLoans > 0,
    ...(isDue && clock.notice && { notice: await noticeOf(deps, clock.notice, zone) }),
  };
}

async function noticeOf(
  { messages }: Pick<WatchDeps, 'messages'>,
  { askedOn, notificationId }: NonNullable<Patron['clock']['notice']>,
  zone: string,
): Promise<Notice> {
  const message = await messages.follow(notificationId);
  const sentOn = message && isSent(message) ? localDate(message.at, zone) : undefined;
  return {
    askedOn: Temporal.PlainDate.from(askedOn),
    ...(sentOn && { sentOn }),
    isLost: !message || message.state === 'FAILED' || message.state === 'SKIPPED',
    isBarred: barred.has(message?.reason ?? ''),
  };
}

/** Reasons that lie with the house and not with the reader (CAM-02, GOV-02). */
const barred = new Set(['PURPOSE_OFF', 'CONTROLLER_BLOCKED']);

/** What may have reached the reader counts as having done so. */
const isSent = ({ state }: FollowedMessage) => state === 'DONE' || state === 'UNKNOWN';

const localDate = (at: string, zone: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();
