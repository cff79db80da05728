import { Temporal } from 'temporal-polyfill';

/**
 * An Evergreen timestamp as ISO-8601 with offset to the second: `2014-05-14 08:39:13.070326-04`, `…-0400` and
 * `…-04:00` are accepted. Without offset it names no instant: absent rather than guessed.
 */
export function readTimestamp(text: string): string | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:(Z)|([+-]\d{2}):?(\d{2})?)$/u.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, date = '', time = '', zulu, hours = '', minutes = '00'] = match;
  const iso = `${date}T${time}${zulu ?? `${hours}:${minutes}`}`;
  try {
    Temporal.Instant.from(iso);
    return iso;
  } catch {
    return undefined;
  }
}

/** The date that the library wrote, in its own offset: no conversion, a due date is a day at the desk. */
export function readLocalDate(text: string): string | undefined {
  return readTimestamp(text)?.slice(0, 10);
}

/** A civil date without time (`dob`). */
export function readDate(text: string): string | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/u.exec(text)?.[0];
  if (date === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}
