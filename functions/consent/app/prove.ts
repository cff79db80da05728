import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { entryOf, everyPurpose, fold, type Channel, type LedgerEvent } from '../domain/ledger.ts';
import { noticeSha256 } from '../domain/notice.ts';
import type { LedgerStore, Notices } from './ports.ts';

export interface Proven {
  readonly events: readonly LedgerEvent[];
  readonly noticeText?: string;
  readonly noticeSha256?: string;
  /** The stored state is the fold of the events, and the text shown is the one whose hash was kept (CON-03). */
  readonly verified: boolean;
}

/** CON-03: who said what, when, to which text — for one reader, in one call. */
export async function proveChoice(
  deps: { ledger: LedgerStore; notices: Notices },
  choice: { subjectRef: string; purpose: string; channel: Channel },
): Promise<Result<Proven>> {
  const { purpose, channel } = choice;
  const [consents, all] = await Promise.all([
    deps.ledger.read(choice.subjectRef),
    deps.ledger.events(choice.subjectRef),
  ]);
  const events = all.filter(
    (event) => event.channel === channel && [purpose, everyPurpose].includes(event.purpose),
  );
  if (events.length === 0) return fail(notFound);
  const asked = { purpose, channel, isMandatory: false };
  const isFolded = entryOf(fold(all), asked)?.eventId === entryOf(consents, asked)?.eventId;
  const pin = events.findLast(({ evidence }) => evidence.notice)?.evidence.notice;
  if (!pin) return ok({ events, verified: isFolded });
  const notice = await deps.notices.find(pin);
  const isText = notice !== undefined && noticeSha256(notice) === pin.sha256;
  return ok({
    events,
    ...(notice && { noticeText: `${notice.title}\n\n${notice.body}` }),
    noticeSha256: pin.sha256,
    verified: isFolded && isText,
  });
}
