import * as z from 'zod';
import { heard, type Answer } from './answer.ts';

/** OpenID Connect Discovery 1.0 §3, the two values that the authorizer needs. */
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
export type Discovery = z.infer<typeof Discovery>;

export interface IdentityProvider {
  /** Undefined when the address answers something else. */
  discover(issuer: string): Promise<Answer<Discovery | undefined>>;
}

/** Double. */
export function makeIdentityProvider(answer: Answer<Discovery | undefined>): IdentityProvider {
  return { discover: async () => answer };
}

/** @param timeoutMs after which nothing is known */
export function createIdentityProvider(fetcher: typeof fetch, timeoutMs: number): IdentityProvider {
  return {
    discover: (issuer) =>
      heard(async () => {
        const address = `${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`;
        const response = await fetcher(address, { signal: AbortSignal.timeout(timeoutMs) });
        const body: unknown = response.ok
          ? await response.json().catch(() => undefined)
          : undefined;
        return Discovery.safeParse(body).data;
      }),
  };
}
