import * as z from 'zod';
import { Instant, Ref } from '#core/schemas.ts';
import { refusal } from '#core/validation.ts';
import {
  Act,
  Channel,
  Collector,
  Decision,
  GuardianAct,
  Proof,
  Slot,
  State,
} from '../domain/ledger.ts';
import { Meaning } from '../domain/meaning.ts';

const Code = z.string().max(40);

export const PatronPath = z.object({ patronRef: Ref });
export const ChoicePath = z.object({ patronRef: Ref, purpose: Code, channel: Channel });

/** Body of `PUT …/consents/{purpose}/{channel}`. */
export const DecisionInput = z
  .strictObject({
    decision: Decision,
    act: Act,
    at: Instant,
    notice: z
      .strictObject({
        id: z.string().max(80),
        version: z.int().min(1),
        locale: z.enum(['fr', 'en']),
      })
      .optional(),
    collectedBy: Collector,
    guardian: GuardianAct.extend({ at: Instant }).optional(),
    evidence: Proof.optional(),
    slot: Slot.optional(),
    // Named only to be refused with the rule that it breaks.
    prechecked: z
      .boolean()
      .optional()
      .refine(
        (value) => value !== true,
        refusal({
          code: 'PRECHECKED',
          rule: 'CON-01',
          text: {
            fr: 'Une case déjà cochée n’est pas un accord.',
            en: 'A pre-ticked box is not a consent.',
          },
        }),
      ),
  })
  .meta({ id: 'ConsentDecision' });

export const ConsentState = z
  .object({
    purpose: z.string(),
    channel: Channel,
    state: State,
    seq: z.int(),
    eventId: z.string().optional(),
    at: z.string().optional(),
  })
  .meta({ id: 'ConsentState' });

const Pin = z.object({ id: z.string(), version: z.int(), locale: z.string(), sha256: z.string() });

export const ConsentEvent = z
  .object({
    eventId: z.string(),
    seq: z.int(),
    receivedAt: z.string(),
    at: z.string(),
    purpose: z.string(),
    channel: Channel,
    decision: Decision,
    act: Act,
    actor: z.string(),
    collectedBy: Collector.optional(),
    guardian: z.object({ act: Act, at: z.string(), ref: z.string() }).optional(),
    evidence: Proof.optional(),
    notice: Pin.optional(),
    slot: Slot.optional(),
  })
  .meta({ id: 'ConsentEvent' });

export const ConsentProof = z
  .object({
    events: z.array(ConsentEvent),
    noticeText: z.string().optional(),
    noticeSha256: z.string().optional(),
    verified: z.boolean(),
  })
  .meta({ id: 'ConsentProof' });

export const NoticeInput = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/u),
    locale: z.enum(['fr', 'en']),
    purposes: z.array(Code).min(1).max(20),
    channels: z.array(Channel).min(1),
    title: z.string().trim().min(1).max(200),
    body: z.string().trim().min(1).max(20_000),
    controllers: z.array(z.string().max(40)).max(100).default([]),
    // CON-09: whether it changes what its purposes mean. Unless the DPO says otherwise, a changed text does.
    meaning: Meaning.optional(),
  })
  .meta({ id: 'NoticeInput' });

export const NoticeView = z
  .object({
    ...NoticeInput.omit({ meaning: true }).shape,
    version: z.int(),
    sha256: z.string(),
    publishedAt: z.string().optional(),
  })
  .meta({ id: 'Notice' });

/** One reader, or up to a hundred. */
export const DecisionsInput = z
  .strictObject({
    patronRef: Ref.optional(),
    subjects: z.array(Ref).min(1).max(100).optional(),
    purpose: Code,
    channel: Channel,
    at: Instant.optional(),
    /** Communes in whose common name it would be sent (CAM-03). */
    joint: z.array(z.string().max(40)).min(2).max(100).optional(),
  })
  .refine(
    ({ patronRef, subjects }) => (patronRef === undefined) !== (subjects === undefined),
    refusal({
      code: 'ONE_OF_PATRON_OR_SUBJECTS',
      text: {
        fr: 'Donner soit patronRef, soit subjects.',
        en: 'Give either patronRef or subjects.',
      },
    }),
  )
  .meta({ id: 'GateRequest' });

export const GateAnswer = z
  .object({
    patronRef: Ref,
    allowed: z.boolean(),
    reasons: z.array(z.object({ rule: z.string(), code: z.string(), message: z.string() })),
    recipient: z.enum(['PATRON', 'GUARDIAN', 'HOUSEHOLD']),
    consentSeq: z.int(),
  })
  .meta({ id: 'GateAnswer' });

export const PurposeView = z
  .object({
    code: z.string(),
    title: z.object({ fr: z.string(), en: z.string() }),
    legalBasis: z.string(),
    consent: z.boolean(),
    channels: z.array(Channel),
    active: z.record(
      z.string(),
      z.object({
        state: z.enum(['ACTIVE', 'OFF', 'EXPIRED']),
        signedBy: z.string().optional(),
        until: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Purpose' });
