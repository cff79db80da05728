import type { ChangeEvent } from '#core/events.ts';
import type { Ticket } from '../../consent/provides.ts';
import type { Message, MessageId, MessageState } from '../domain/message.ts';
import type { ProviderOutcome } from '../domain/provider-outcome.ts';
import type { RenderedEmail, RenderedSms } from './render.ts';

export interface Messages {
  /** Strongly consistent. */
  find(id: MessageId): Promise<Message | undefined>;
  /** By the provider's own id; soon consistent. */
  findByProvider(providerId: string): Promise<Message | undefined>;
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

/**
 * Who carries messages. Each call demands a ticket, which the gate alone can make, and takes the address from it:
 * nothing can be sent to anybody whom the gate did not let pass, or to another address (CON-04, NOT-09).
 */
export interface Providers {
  sendEmail(ticket: Ticket, email: RenderedEmail, id: MessageId): Promise<ProviderOutcome>;
  sendSms(ticket: Ticket, sms: RenderedSms): Promise<ProviderOutcome>;
}
