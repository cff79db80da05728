import type { Temporal } from 'temporal-polyfill';
import { fail, ok, type Result } from '#core/result.ts';
import type { Patron } from '../../patrons/provides.ts';
import { decide, type Decision } from '../domain/decide.ts';
import type { GateRequest, RecipientKind } from '../domain/facts.ts';
import type { Channel } from '../domain/ledger.ts';
import { addressOf, recipientOf } from '../domain/recipient.ts';
import { gatherFacts, type GateDeps, type Gathered } from './gather-facts.ts';

/** Longest time between the decision and the call of the provider, seconds (CON-04). */
const ticketSeconds = 5;

/** Where the message goes, opened; lives in memory for the time of one send. */
export interface Delivery {
  /** The address, the number, or the lines of the letter. */
  readonly to: string;
  /** Name of the addressee of a letter or a call; none on channels that do not need it. */
  readonly name?: string;
  readonly language: 'fr' | 'en';
  /** Given name of the child that a message to a guardian is about (NOT-16). */
  readonly about?: string;
  /** The reader in whose record this contact stands, to mark it when it bounces (NOT-15). */
  readonly ownerRef?: string;
}

/**
 * Proof that the gate said yes, a moment ago, to this purpose for this reader on this channel. The class is not
 * exported and its field is private, so nothing outside this file can make one or anything that passes for one:
 * a function that asks for a `Ticket` cannot be called without the gate (CON-04).
 */
class GateTicket {
  readonly #delivery: Delivery;
  readonly subjectRef: string;
  readonly commune: string;
  readonly purpose: string;
  readonly channel: Channel;
  readonly recipient: RecipientKind;
  readonly consentSeq: number;
  readonly decidedAt: Temporal.Instant;

  constructor(granted: Omit<TicketFields, 'delivery'>, delivery: Delivery) {
    this.#delivery = delivery;
    this.subjectRef = granted.subjectRef;
    this.commune = granted.commune;
    this.purpose = granted.purpose;
    this.channel = granted.channel;
    this.recipient = granted.recipient;
    this.consentSeq = granted.consentSeq;
    this.decidedAt = granted.decidedAt;
  }

  /** Whether the decision still holds: an older ticket must be asked for again. */
  isFresh(now: Temporal.Instant): boolean {
    const age = now.since(this.decidedAt).total('second');
    return age >= 0 && age < ticketSeconds;
  }

  /** Not a property: a ticket written to a log or a queue by mistake says nothing of the person. */
  delivery(): Delivery {
    return this.#delivery;
  }
}

interface TicketFields {
  readonly subjectRef: string;
  readonly commune: string;
  readonly purpose: string;
  readonly channel: Channel;
  readonly recipient: RecipientKind;
  readonly consentSeq: number;
  readonly decidedAt: Temporal.Instant;
  readonly delivery: Delivery;
}

export type Ticket = GateTicket;

export interface Gate {
  /** The gate as a dry run, keyed by `subjectRef`: at most two strongly consistent calls for all of them. */
  decideMany(subjectRefs: readonly string[], request: GateRequest): Promise<Map<string, Decision>>;
  /** The gate itself: a ticket for one message, now, or the reasons why not. */
  admit(subjectRef: string, request: GateRequest): Promise<Result<Ticket, Decision>>;
}

export function makeGate(deps: GateDeps): Gate {
  return {
    decideMany: async (subjectRefs, request) => {
      const gathered = await gatherFacts(deps, subjectRefs, request);
      return new Map([...gathered].map(([ref, { facts }]) => [ref, decide(facts, request)]));
    },
    admit: async (subjectRef, request) => {
      const gathered = (await gatherFacts(deps, [subjectRef], request)).get(subjectRef);
      if (!gathered) throw new Error('facts were gathered for somebody else');
      const decision = decide(gathered.facts, request);
      const delivery = decision.allowed ? deliveryOf(gathered, request) : undefined;
      const { patron } = gathered;
      if (!patron || !delivery) return fail(decision);
      const { recipient, consentSeq } = decision;
      const { purpose, channel, at } = request;
      const { commune } = patron;
      return ok(
        new GateTicket(
          { subjectRef, commune, purpose, channel, recipient, consentSeq, decidedAt: at },
          delivery,
        ),
      );
    },
  };
}

function deliveryOf({ patron, facts }: Gathered, request: GateRequest): Delivery | undefined {
  const today = request.at.toZonedDateTimeISO(facts.commune?.zone ?? 'Europe/Paris').toPlainDate();
  const recipient = recipientOf(facts, request.channel, today);
  const to = recipient && addressOf(recipient.contact, request.channel);
  if (!patron || !recipient || to === undefined) return undefined;
  const { kind, contact } = recipient;
  const [about] = patron.name.given;
  return {
    to: request.channel === 'POST' ? letterAddress(contact.address) : to,
    name: nameOf(patron, kind),
    language: patron.language,
    ...(kind !== 'PATRON' && about && { about }),
    ...(contact.subjectRef !== undefined && { ownerRef: contact.subjectRef }),
  };
}

const letterAddress = (
  address:
    | { lines: readonly string[]; postCode?: string | undefined; city?: string | undefined }
    | undefined,
) =>
  address
    ? [...address.lines, [address.postCode, address.city].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join('\n')
    : '';

/** A letter about a child is addressed to the parents, not to the child (NOT-16). */
function nameOf(patron: Patron, kind: RecipientKind): string {
  const own = [...patron.name.given.slice(0, 1), patron.name.family].join(' ');
  if (kind === 'PATRON') return own;
  const { guardian } = patron;
  if (kind === 'GUARDIAN' && guardian && !('patronRef' in guardian)) {
    return [...guardian.name.given.slice(0, 1), guardian.name.family].join(' ');
  }
  return patron.language === 'en' ? `The parents of ${own}` : `Aux parents de ${own}`;
}
