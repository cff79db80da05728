import { purposes, type PurposeCode } from '#core/catalogue/purposes.ts';
import { Channel } from './ledger.ts';
import { packRef, refBytes, unpackRef } from './packed-ref.ts';

/** What a link at the foot of a message lets its holder do: object to this purpose on this channel, nothing else (NOT-06). */
export interface Opposition {
  readonly subjectRef: string;
  readonly purpose: PurposeCode;
  readonly channel: Channel;
}

const macBytes = 9;

/** Keyed hash of the parts, base64url (`createBlindIndex`). */
export type Sign = (opposition: Opposition) => Promise<string>;

/**
 * 36 characters, short enough for an SMS: the reader's random id, two numbers of the catalogue and 72 bits of MAC.
 * Opaque, not guessable, valid for ever: an old message must still be able to stop.
 */
export async function writeToken(opposition: Opposition, sign: Sign): Promise<string> {
  const mac = Buffer.from(await sign(opposition), 'base64url').subarray(0, macBytes);
  const codes = Buffer.of(
    numberOf(opposition.purpose),
    Channel.options.indexOf(opposition.channel),
  );
  return Buffer.concat([packRef(opposition.subjectRef), codes, mac]).toString('base64url');
}

/** What the token allows, or nothing when it was not made here. */
export async function readToken(token: string, sign: Sign): Promise<Opposition | undefined> {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== refBytes + 2 + macBytes) return undefined;
  const purpose = Object.values(purposes).find(({ code }) => numberOf(code) === bytes[refBytes]);
  const channel = Channel.options[bytes[refBytes + 1] ?? -1];
  if (!purpose || !channel) return undefined;
  const opposition = { subjectRef: unpackRef(bytes), purpose: purpose.code, channel };
  return (await writeToken(opposition, sign)) === token ? opposition : undefined;
}

const numberOf = (code: PurposeCode) => Number(purposes[code].number.slice(1));
