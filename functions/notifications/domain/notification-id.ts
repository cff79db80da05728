/**
 * `<reader>_<22 characters>`: the reader's opaque id, so that a notification is found in their partition without an
 * index, and a keyed hash of the caller's `dedupeKey`, so that asking twice finds the first.
 */
export function writeNotificationId(subjectRef: string, dedupeHash: string): string {
  return `${subjectRef}_${dedupeHash}`;
}

export function readNotificationId(
  id: string,
): { subjectRef: string; dedupeHash: string } | undefined {
  const [, subjectRef, dedupeHash] = /^([0-9a-f-]{36})_([\w-]{22})$/u.exec(id) ?? [];
  return subjectRef !== undefined && dedupeHash !== undefined
    ? { subjectRef, dedupeHash }
    : undefined;
}
