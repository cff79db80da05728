/** What the provider does with a request. Beside an answer, a provider may also stay silent or hang up. */
export type Answer =
  | { readonly kind: 'DONE'; readonly value: Readonly<Record<string, unknown>> }
  | Fault
  | { readonly kind: 'SILENCE' }
  | { readonly kind: 'HANG_UP' };

export interface Fault {
  readonly kind: 'FAULT';
  readonly status: number;
  /** AWS's own code, as the SDK shows it in `error.name`. */
  readonly code: string;
  readonly message: string;
}

export function done(value: Readonly<Record<string, unknown>> = {}): Answer {
  return { kind: 'DONE', value };
}

export function fault(code: string, message: string, status = 400): Fault {
  return { kind: 'FAULT', status, code, message };
}

export const silence: Answer = { kind: 'SILENCE' };
export const hangUp: Answer = { kind: 'HANG_UP' };
