import { channels, purposes, type Channel, type PurposeCode } from '#core/catalogue/purposes.ts';

/** A reader's random id (UUID), so that a link stays short enough for an SMS. */
const refBytes = 16;
/** 192 bits of chance. */
export const secretBytes = 24;

/** What the link to the page of choices carries: whose record holds its hash, and the secret. 54 characters, base64url. */
export function writeSecretToken(subjectRef: string, secret: Uint8Array): string {
  return Buffer.concat([packRef(subjectRef), secret]).toString('base64url');
}

/** The reader whom such a token names; nothing when it has another shape. Whether it holds is the store's to say. */
export function readSecretToken(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const isWhole = bytes.length === refBytes + secretBytes && bytes.toString('base64url') === token;
  return isWhole ? unpackRef(bytes) : undefined;
}

/** What a link in a message lets its holder do, and nothing else: object to this purpose on this channel, or agree to it. */
export interface Aim {
  readonly subjectRef: string;
  readonly purpose: PurposeCode;
  readonly channel: Channel;
}

/** How an aim is signed: keyed hash of its parts, base64url (`createBlindIndex`), and how much of it the token carries. */
export interface Seal {
  readonly sign: (aim: Aim) => Promise<string>;
  readonly bytes: number;
}

/** The reader's id, two numbers of the catalogue and the seal: opaque, not guessable, kept nowhere. */
export async function writeAimToken(aim: Aim, { sign, bytes }: Seal): Promise<string> {
  const mac = Buffer.from(await sign(aim), 'base64url').subarray(0, bytes);
  const codes = Buffer.of(numberOf(aim.purpose), channels.indexOf(aim.channel));
  return Buffer.concat([packRef(aim.subjectRef), codes, mac]).toString('base64url');
}

/** What the token allows, or nothing when it was not made here. */
export async function readAimToken(token: string, seal: Seal): Promise<Aim | undefined> {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== refBytes + 2 + seal.bytes) return undefined;
  const purpose = Object.values(purposes).find(({ code }) => numberOf(code) === bytes[refBytes]);
  const channel = channels[bytes[refBytes + 1] ?? -1];
  if (!purpose || !channel) return undefined;
  const aim = { subjectRef: unpackRef(bytes), purpose: purpose.code, channel };
  return (await writeAimToken(aim, seal)) === token ? aim : undefined;
}

const numberOf = (code: PurposeCode) => Number(purposes[code].number.slice(1));

const packRef = (subjectRef: string) => Buffer.from(subjectRef.replaceAll('-', ''), 'hex');

const unpackRef = (bytes: Buffer) =>
  bytes.toString('hex', 0, refBytes).replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
