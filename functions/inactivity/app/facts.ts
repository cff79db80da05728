import { Temporal } from 'temporal-polyfill';
import { zoneOf, type Commune } from '#core/network.ts';
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

/** Reads what the decision needs, and no more: the notice only when there is one, the children only when it is time. */
export async function factsOf(
  deps: WatchDeps,
  patron: Patron,
  { commune, today, mayTell }: Place,
): Promise<Facts> {
  const { clock } = patron;
  const activity = await deps.activity.of(patron);
  const { noticeOn, eraseOn } = deps.clocks.datesOf(patron, activity);
  const isDue = Temporal.PlainDate.compare(today, noticeOn) >= 0;
  const zone = zoneOf(deps.runtime.network, commune);
  return {
    today,
    mayTell,
    ...(clock.closesOn !== undefined && { closesOn: Temporal.PlainDate.from(clock.closesOn) }),
    noticeOn,
    eraseOn,
    isHeld:
      isDue && (activity.openLoans > 0 || (await deps.clocks.isGuardian(patron.patronRef, today))),
    ...(isDue && clock.notice && { notice: await noticeOf(deps, clock.notice, zone) }),
  };
}

async function noticeOf(
  { messages }: WatchDeps,
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
