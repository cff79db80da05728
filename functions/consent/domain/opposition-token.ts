import { purposes, type PurposeCode } from '#core/catalogue/purposes.ts';
import { Channel } from './ledger.ts';
import { packRef, refBytes, unpackRef } from './packed-ref.ts';

/**
 * What a link lets its holder do, and nothing else: object to this purpose on this channel (NOT-06), or agree to it
 * (`confirmation-links.ts`).
 */
export interface Opposition {
  readonly subjectRef: string;
  readonly purpose: PurposeCode;
  readonly channel: Channel;
}

/** Enough for a link that can only stop something. */
const shortMac = 9;

/** Keyed hash of the parts, base64url (`createBlindIndex`). */
export type Sign = (opposition: Opposition) => Promise<string>;

/**
 * 36 characters, short enough for an SMS: the reader's random id, two numbers of the catalogue and 72 bits of MAC.
 * Opaque, not guessable, valid for ever: an old message must still be able to stop.
 */
export async function writeToken(
  opposition: Opposition,
  sign: Sign,
  macBytes: number = shortMac,
): Promise<string> {
  const mac = Buffer.from(await sign(opposition), 'base64url').subarray(0, macBytes);
  const codes = Buffer.of(
    numberOf(opposition.purpose),
    Channel.options.indexOf(opposition.channel),
  );
  return Buffer.concat([packRef(opposition.subjectRef), codes, mac]).toString('base64url');
}

/** What the token allows, or nothing when it was not made here. */
export async function readToken(
  token: string,
  sign: Sign,
  macBytes: number = shortMac,
): Promise<Opposition | undefined> {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== refBytes + 2 + macBytes) return undefined;
  const purpose = Object.values(purposes).find(({ code }) => numberOf(code) === bytes[refBytes]);
  const channel = Channel.options[bytes[refBytes + 1] ?? -1];
  if (!purpose || !channel) return undefined;
  const opposition = { subjectRef: unpackRef(bytes), purpose: purpose.code, channel };
  return (await writeToken(opposition, sign, macBytes)) === token ? opposition : undefined;
}

const numberOf = (code: PurposeCode) => Number(purposes[code].number.slice(1));
