import type { Temporal } from 'temporal-polyfill';
import type { ChangeEvent } from '#core/events.ts';
import type { Questions } from '../domain/question.ts';
import type { Aim } from '../domain/token.ts';

/**
 * Links that let who holds them see and change the choices of one reader without a login. Kept as keyed hashes; a wrong,
 * old, replaced or revoked token is the same nothing.
 */
export interface ReaderLinks {
  /** @returns the token, known to nobody afterwards, and the earlier one void; nothing when another was given meanwhile */
  issue(
    link: {
      subjectRef: string;
      /** For whom it is made: when that is no longer so, the link is void. */
      holder: string;
      expiresAt: Temporal.Instant;
    },
    audit: ChangeEvent,
  ): Promise<string | undefined>;
  /**
   * @param look what is there of this reader, and for whom a link would be made now; nothing when for nobody
   * @returns the same, when the link holds
   */
  open<T extends { readonly holder: string }>(
    token: string,
    look: (subjectRef: string) => Promise<T | undefined>,
  ): Promise<T | undefined>;
  /** `false` when another was given meanwhile. */
  revoke(subjectRef: string, audit: ChangeEvent): Promise<boolean>;
  /** What a form on the page of this token must send back (CSRF). */
  formKey(token: string): Promise<string>;
}

/** What readers were asked to confirm (double opt-in). Every read is strongly consistent. */
export interface QuestionStore {
  read(subjectRef: string): Promise<Questions>;
  /** Replaces what was read at `next.version`, with its event; `false` when somebody was faster. */
  save(subject: { subjectRef: string }, next: Questions, event?: ChangeEvent): Promise<boolean>;
}

/** A question as it went out: its random id, and the address that it went to. */
export interface Sent {
  readonly id: string;
  readonly address: string;
}

/**
 * Links in messages: nothing at rest or in a queue opens them. Whoever sends makes them, with the key of the network; whoever
 * opens them makes them again and compares.
 */
export interface SignedLinks {
  /** The way out of a message (NOT-06, NOT-18). For ever: an old message must still be able to stop. */
  oppositionUrl(aim: Aim): Promise<string>;
  readOpposition(token: string): Promise<Aim | undefined>;
  /** Where a question is answered (double opt-in), by who reads that address. */
  confirmationUrl(question: Sent & { readonly aim: Aim }): Promise<string>;
  /**
   * @param look the question that is open for this aim, and where it would go today, if any
   * @returns the same, when the link was made from it
   */
  readConfirmation<T extends Sent>(
    token: string,
    look: (aim: Aim) => Promise<T | undefined>,
  ): Promise<T | undefined>;
}
