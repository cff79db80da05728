import type { Resolver } from 'node:dns/promises';
import { heard, known, type Answer } from './answer.ts';

/** What the world sees of a domain. A name that does not exist is an empty answer. */
export interface PublicDns {
  txt(name: string): Promise<Answer<readonly string[]>>;
  cname(name: string): Promise<Answer<readonly string[]>>;
}

/** Double: `TXT name` and `CNAME name` → values. */
export function makePublicDns(
  records: Readonly<Record<string, Answer<readonly string[]>>>,
): PublicDns {
  return {
    txt: async (name) => records[`TXT ${name}`] ?? known([]),
    cname: async (name) => records[`CNAME ${name}`] ?? known([]),
  };
}

const absent = { names: ['ENOTFOUND', 'ENODATA'], value: [] };

export function createPublicDns(
  resolver: Pick<Resolver, 'resolveTxt' | 'resolveCname'>,
): PublicDns {
  return {
    txt: (name) =>
      heard<readonly string[]>(
        // RFC 1035: a long text is several strings, to be read as one.
        async () => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
        absent,
      ),
    cname: (name) => heard<readonly string[]>(() => resolver.resolveCname(name), absent),
  };
}
