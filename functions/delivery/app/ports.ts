import type { Network } from '#core/network.ts';
import type { Locale } from '#core/text.ts';
import type { ChangeEvent } from '#core/events.ts';
import type { Ticket } from '../../consent/provides.ts';
import type { PurposeCode } from '#core/catalogue/purposes.ts';
import type { MessageData, MessageKind } from '../../notifications/provides.ts';
import type { Message, MessageId, MessageState } from '../domain/message.ts';
import type { ProviderOutcome } from '../domain/provider-outcome.ts';

export interface Messages {
  /** Strongly consistent. */
  find(id: MessageId): Promise<Message | undefined>;
  /** By the provider's own id; soon consistent. */
  findByProvider(providerId: string): Promise<Message | undefined>;
  /** All that were sent to a reader in the last six months. */
  ofReader(subjectRef: string): Promise<Message[]>;
  /** `false` when this message was claimed before: whoever did, sends it. */
  claim(message: Message): Promise<boolean>;
  /** Writes what became of it and tells the others, in one transaction; `false` when it is in none of `from`. */
  settle(
    message: Message,
    from: readonly (MessageState | 'ABSENT')[],
    event: ChangeEvent,
  ): Promise<boolean>;
  /** Whether an incoming SMS was handled before. */
  hasReceived(inboundId: string): Promise<boolean>;
  markReceived(inboundId: string): Promise<void>;
}

export interface RenderArgs {
  readonly network: Network;
  readonly purpose: PurposeCode;
  /** In whose name it is sent. */
  readonly commune: string;
  /** Which template. */
  readonly kind: MessageKind;
  readonly locale: Locale;
  readonly data: MessageData;
  /** Given name of the child, in a message to a guardian (NOT-16). */
  readonly about?: string | undefined;
  /** The link by which this reader objects to this purpose on this channel. */
  readonly oppositionUrl: string;
  /** Of a question: where it is answered. */
  readonly confirmationUrl?: string | undefined;
  /** A reply reaches us from this number (NOT-06). */
  readonly canReply: boolean;
}

export interface RenderedEmail {
  readonly templateVersion: number;
  readonly subject: string;
  readonly text: string;
  readonly language: Locale;
  /** RFC 8058, for what rests on consent (NOT-18). */
  readonly oneClickUrl?: string;
}

export interface RenderedSms {
  readonly templateVersion: number;
  readonly text: string;
  readonly parts: number;
}

/** Templates of this plugin, in Liquid. Pure: same arguments, same text. */
export interface Renderer {
  email(args: RenderArgs): Promise<RenderedEmail>;
  sms(args: RenderArgs): Promise<RenderedSms>;
}

/**
 * Who carries messages. Each call demands a ticket, which the gate alone can make, and takes the address from it:
 * nothing can be sent to anybody whom the gate did not let pass, or to another address (CON-04, NOT-09).
 */
export interface Providers {
  sendEmail(ticket: Ticket, email: RenderedEmail, id: MessageId): Promise<ProviderOutcome>;
  sendSms(ticket: Ticket, sms: RenderedSms): Promise<ProviderOutcome>;
}
