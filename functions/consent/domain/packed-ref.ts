/** A reader's random id (UUID) in 16 bytes, so that a link stays short enough for an SMS. */
export const refBytes = 16;

export function packRef(subjectRef: string): Buffer {
  return Buffer.from(subjectRef.replaceAll('-', ''), 'hex');
}

export function unpackRef(bytes: Buffer): string {
  const hex = bytes.subarray(0, refBytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
