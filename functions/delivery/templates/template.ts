import type { Text } from '#core/text.ts';

/** A message in both languages, in Liquid. Variables: see `variablesOf`; the way out is added by the renderer (NOT-06). */
export interface Template {
  /** Any change is a new number: it is written in the log of what was sent (RET-16). */
  readonly version: number;
  /** Subject of the e-mail; a constant, so that it can name nothing that somebody reads (NOT-10). */
  readonly subject: Text;
  readonly email: Text;
  readonly sms: Text;
}
