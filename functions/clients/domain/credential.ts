/** What a client sends: who it says it is, and the secret that proves it. */
export interface Credential {
  readonly id: string;
  readonly secret: string;
}

/** 256 bits as base64url. */
export const secretBytes = 32;

const shape = /^(?<id>[a-z0-9][a-z0-9-]{1,39})[.:](?<secret>[\w-]{43})$/u;

/** `Bearer <id>.<secret>` (RFC 6750) or `Basic base64(<id>:<secret>)` (RFC 7617), or nothing. */
export function readCredential(authorization: string | undefined): Credential | undefined {
  const [, scheme = '', value = ''] = /^(Bearer|Basic)\s+(\S+)$/iu.exec(authorization ?? '') ?? [];
  const isBasic = scheme.toLowerCase() === 'basic';
  const text = isBasic ? Buffer.from(value, 'base64').toString('utf8') : value;
  const groups = shape.exec(text)?.groups;
  const id = groups?.['id'];
  const secret = groups?.['secret'];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

/** The two headers of a credential, ready to be copied into the library system. */
export const headersOf = ({ id, secret }: Credential) => ({
  bearer: `Bearer ${id}.${secret}`,
  basic: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
