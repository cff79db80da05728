import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { rightsRules } from '#core/catalogue/rules/rights.ts';
import { blockerCodes } from '#core/contributions.ts';
import { Bytes, LocalDate } from '#core/schemas.ts';

export const Kind = z.enum([
  'ERASURE',
  'ACCESS',
  'PORTABILITY',
  'RECTIFICATION',
  'RESTRICTION',
  'OBJECTION',
]);

export const State = z.enum([
  'RECEIVED',
  'IDENTITY_PENDING',
  'VERIFIED',
  'REFUSED',
  'APPROVED',
  'EXECUTING',
  'AWAITING_BLOCKER',
  'COMPLETED',
  'FAILED_RETRYING',
  'WITHDRAWN',
]);
export type State = z.infer<typeof State>;

/** The kinds that this version carries out, and the command that does it: an answer is delivered, an erasure is a run. */
export const carriedOut = { ERASURE: 'execute', ACCESS: 'deliver' } as const satisfies Partial<
  Record<z.infer<typeof Kind>, string>
>;

export const Requester = z.strictObject({
  type: z.enum(['SELF', 'GUARDIAN', 'HEIR', 'AUTHORITY']),
  ref: z.string().max(80),
});

/** Who asked, as the case keeps it; `EX_OFFICIO` is the law itself (RET-09, RGT-11). */
export const Asker = z.object({
  type: z.enum([...Requester.shape.type.options, 'EX_OFFICIO']),
  /** Without saying who it is: a keyed hash, so that nothing of a reader outlives the erasure here. */
  refHash: z.string(),
});

const Blocker = z.object({
  code: z.enum(blockerCodes),
  since: z.string(),
  until: z.string().optional(),
  owner: z.string().optional(),
});

/** What happened to one category of data: found before, deleted, found again after. */
export const CategoryReport = z.object({
  name: z.string(),
  state: z.enum(['ERASED', 'KEPT', 'WAITING']),
  ground: z.string().optional(),
  blocker: Blocker.optional(),
  found: z.int(),
  deleted: z.int(),
  recount: z.int(),
});
export type CategoryReport = z.infer<typeof CategoryReport>;

const ClockEvent = z.object({
  type: z.enum(['RECEIVED', 'SUSPENDED', 'RESUMED', 'EXTENDED', 'CLOSED']),
  on: LocalDate,
  by: z.string(),
});

/** Art. 19: whom we tell, and what they answered. */
const Recipient = z.object({ id: z.string(), state: z.enum(['PENDING', 'ACKED', 'IMPOSSIBLE']) });

/** A rights case. It names nobody: the reader is an opaque ref that dies with the erasure. */
export const RightsCase = z.object({
  id: z.string(),
  kind: Kind,
  state: State,
  commune: z.string(),
  subjectRef: z.string(),
  requester: Asker,
  channel: z.string(),
  receivedOn: LocalDate,
  dueAt: LocalDate,
  internalTarget: LocalDate,
  clock: z.array(ClockEvent),
  categories: z.array(CategoryReport).default([]),
  recipients: z.array(Recipient).default([]),
  /** The reader's ref, sealed under the case key, for the recipients who know them by it; dies with their answer. */
  sealedRef: Bytes.optional(),
  effectiveAt: z.string().optional(),
  irreversibleAt: z.string().optional(),
  reason: z.string().optional(),
  version: z.int(),
});
export type RightsCase = z.infer<typeof RightsCase>;

/** The commands of a case and the states from which each leads on. Everything else is a 409. */
export const transitions = {
  verify: { from: ['RECEIVED', 'IDENTITY_PENDING'], to: 'VERIFIED' },
  doubt: { from: ['RECEIVED'], to: 'IDENTITY_PENDING' },
  approve: { from: ['VERIFIED'], to: 'APPROVED' },
  refuse: { from: ['RECEIVED', 'IDENTITY_PENDING', 'VERIFIED'], to: 'REFUSED' },
  withdraw: { from: ['RECEIVED', 'IDENTITY_PENDING', 'VERIFIED', 'APPROVED'], to: 'WITHDRAWN' },
  execute: { from: ['APPROVED', 'FAILED_RETRYING'], to: 'EXECUTING' },
  deliver: { from: ['APPROVED'], to: 'COMPLETED' },
  resume: { from: ['AWAITING_BLOCKER'], to: 'EXECUTING' },
  wait: { from: ['EXECUTING'], to: 'AWAITING_BLOCKER' },
  complete: { from: ['EXECUTING'], to: 'COMPLETED' },
  fail: { from: ['EXECUTING'], to: 'FAILED_RETRYING' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>;
export type Command = keyof typeof transitions;

/** The state after a command, or nothing when the case is not in a state that allows it. */
export function transition(state: State, command: Command): State | undefined {
  const { from, to } = transitions[command];
  return from.some((one) => one === state) ? to : undefined;
}

/** RGT-01: answered within one month — the same day of the next month, clamped to its end — and sooner by our own target. */
export function dueDates(receivedOn: Temporal.PlainDate): {
  dueAt: string;
  internalTarget: string;
} {
  const { parameters } = rightsRules['RGT-01'];
  return {
    dueAt: receivedOn.add(parameters.answer).toString(),
    internalTarget: receivedOn.add(parameters.internalTarget).toString(),
  };
}

/** RET-11: an open request holds back an erasure that nobody asked for; owned by its commune, due as RGT-01 says. */
export function pendingOf(open: readonly RightsCase[]): PendingRequest[] {
  return open.map(({ receivedOn, dueAt, commune }) => ({
    code: 'PENDING_RIGHTS_REQUEST',
    since: receivedOn,
    until: dueAt,
    owner: commune,
  }));
}

interface PendingRequest {
  readonly code: 'PENDING_RIGHTS_REQUEST';
  /** Local dates. */
  readonly since: string;
  readonly until: string;
  readonly owner: string;
}
