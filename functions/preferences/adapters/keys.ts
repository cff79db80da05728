import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import type { Key } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';

/** A partition a reader, so that an erasure takes it along: their link, what they were asked, and who asked or gave. */
export const table = 'PreferenceLinks';

export const subjectPartition = (subjectRef: string): string => `SUBJECT#${subjectRef}`;
export const linkKey = (subjectRef: string): Key => ({
  pk: subjectPartition(subjectRef),
  sk: 'LINK',
});
export const questionsKey = (subjectRef: string): Key => ({
  pk: subjectPartition(subjectRef),
  sk: 'QUESTIONS',
});

/** Who gave a link or put a question is a log like any other (RET-17). */
export function logged<I extends Key>(
  { clock, network }: Runtime,
  item: I,
): I & { purgeAt: number } {
  const { auditLog } = retentionRules['RET-17'].parameters;
  const end = clock.now().toZonedDateTimeISO(network.zone).add(auditLog).toInstant();
  return { ...item, purgeAt: epochSeconds(end) };
}
