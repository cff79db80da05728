import * as z from 'zod';
import type { Text } from '#core/text.ts';

/** What a service of the network answered, or why nothing is known: an unreachable AWS is no fault of the network. */
export type Answer<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: Text };

export const known = <T>(value: T): Answer<T> => ({ known: true, value });
export const unknown = (why: Text): Answer<never> => ({ known: false, why });

/**
 * Asks; whatever goes wrong becomes a reason. The doctor never crashes on the cloud.
 * @param absent names of errors that mean "there is none", which is an answer
 */
export async function heard<T>(
  ask: () => Promise<T>,
  absent?: { readonly names: readonly string[]; readonly value: T },
): Promise<Answer<T>> {
  try {
    return known(await ask());
  } catch (error) {
    const name = nameOf(error);
    if (absent?.names.includes(name)) return known(absent.value);
    return unknown(reasonOf(name));
  }
}

const Failure = z.object({ code: z.string().optional(), name: z.string().optional() });

/** The code of a DNS or socket error, else its name: both are words, never data. */
function nameOf(error: unknown): string {
  const { code, name } = Failure.safeParse(error).data ?? {};
  return code ?? name ?? 'UnknownError';
}

const reasons: readonly (readonly [names: RegExp, why: Text])[] = [
  [
    /^(?:CredentialsProviderError|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken.*|InvalidSignatureException|SignatureDoesNotMatch)$/u,
    {
      fr: 'pas d’identifiants AWS valables (aws sso login, ou AWS_PROFILE)',
      en: 'no valid AWS credentials (aws sso login, or AWS_PROFILE)',
    },
  ],
  [
    /^(?:AccessDenied.*|AuthorizationError.*|NotAuthorized.*)$/u,
    { fr: 'ce compte n’a pas le droit de le lire', en: 'this account may not read it' },
  ],
  [
    /^(?:E[A-Z_]+|TimeoutError|AbortError|NetworkingError|TypeError)$/u,
    { fr: 'pas de réponse du réseau', en: 'no answer from the network' },
  ],
];

function reasonOf(name: string): Text {
  const why = reasons.find(([names]) => names.test(name))?.[1];
  return why ?? { fr: `réponse ${name}`, en: `answer ${name}` };
}
