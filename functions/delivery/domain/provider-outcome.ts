import * as z from 'zod';

/** What a call of the provider came to. */
export type ProviderOutcome =
  | { readonly state: 'SENT'; readonly providerId: string }
  | { readonly state: 'FAILED'; readonly reason: string }
  /** It may or may not have left; it is never sent again by itself. */
  | { readonly state: 'UNKNOWN'; readonly reason: string }
  /** It has certainly not left; try again after so many seconds. */
  | { readonly state: 'LATER'; readonly reason: string; readonly seconds: number };

/** The little of an SDK error that decides; its message may repeat a number or an address and goes nowhere. */
const ProviderError = z.object({
  name: z.string(),
  message: z.string().default(''),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.int().optional() }).optional(),
});
type ProviderError = z.infer<typeof ProviderError>;

interface Line {
  readonly when: (error: ProviderError) => boolean;
  readonly outcome: ProviderOutcome;
}

const later = (reason: string, seconds: number): ProviderOutcome => ({
  state: 'LATER',
  reason,
  seconds,
});
const named = (pattern: RegExp) => (error: ProviderError) => pattern.test(error.name);
const status = ({ $metadata }: ProviderError) => $metadata?.httpStatusCode;

/** Errors of SES and SNS and what they mean (sending-facts §3.4, §3.5); the first line that fits decides. */
const lines: readonly Line[] = [
  {
    when: ({ message }) => /daily message quota exceeded/iu.test(message),
    outcome: later('DAILY_QUOTA', 3600),
  },
  {
    when: named(/^(?:Throttl|TooManyRequests|LimitExceeded|SlowDown)/u),
    outcome: later('THROTTLED', 60),
  },
  { when: named(/SendingPaused|^AuthorizationError/u), outcome: later('SENDING_PAUSED', 900) },
  {
    when: named(
      /^(?:ConfigurationSetDoesNotExist|MailFromDomainNotVerified|AccessDenied|ExpiredToken|UnrecognizedClient)/u,
    ),
    outcome: later('CONFIGURATION', 900),
  },
  // The connection was never made: nothing can have left.
  {
    when: ({ code }) =>
      code !== undefined && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code),
    outcome: later('UNREACHABLE', 60),
  },
  {
    when: (error) => (status(error) ?? 500) >= 500,
    outcome: { state: 'UNKNOWN', reason: 'NO_ANSWER' },
  },
  { when: () => true, outcome: { state: 'FAILED', reason: 'REJECTED' } },
];

/** Total: an error that nobody knows may have come after the message left. */
export function classifyError(error: unknown): ProviderOutcome {
  const parsed = ProviderError.safeParse(error);
  const line = parsed.success ? lines.find(({ when }) => when(parsed.data)) : undefined;
  return line?.outcome ?? { state: 'UNKNOWN', reason: 'NO_ANSWER' };
}
