import { Temporal } from 'temporal-polyfill';
import { changedMeanwhile, conflict, invalid, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import {
  faultsOf,
  isOvertaken,
  needsBoth,
  type Circumstances,
  type Command,
} from '../domain/admissible.ts';
import {
  applyEvent,
  entryOf,
  isRepetition,
  type Consents,
  type Entry,
  type Evidence,
  type LedgerEvent,
} from '../domain/ledger.ts';
import { noticeSha256, type Notice } from '../domain/notice.ts';
import { refusedByOtherParent } from './other-parent.ts';
import type { LedgerStore } from './ports.ts';

/** Something to append, already judged. */
export interface Recording {
  readonly subject: Subject;
  readonly actor: string;
  readonly purpose: string;
  readonly channel: LedgerEvent['channel'];
  readonly decision: LedgerEvent['decision'];
  readonly act: LedgerEvent['act'];
  readonly evidence: Evidence;
  /** As they were a moment ago; read when absent, and again when somebody was faster. */
  readonly consents?: Consents | undefined;
  /** The version that the caller read (`If-Match`). */
  readonly expectedSeq?: number | undefined;
}

export interface Recorded {
  readonly entry: Entry;
  /** Version of the whole ledger of the reader. */
  readonly seq: number;
}

interface Deps {
  readonly runtime: Pick<Runtime, 'clock' | 'ids'>;
  readonly ledger: LedgerStore;
}

/** How often a writer without `If-Match` tries again when another was faster. */
const attempts = 5;

/** Judges what a person said (CON-01 … CON-11) and records it. */
export async function recordDecision(
  deps: Deps,
  args: {
    subject: Subject;
    actor: string;
    command: Command;
    evidence?: Evidence['evidence'];
    circumstances: Circumstances;
    consents?: Consents | undefined;
    expectedSeq?: number | undefined;
  },
): Promise<Result<Recorded>> {
  const { command, circumstances } = args;
  const faults = faultsOf(command, circumstances);
  if (faults.length > 0) return fail(invalid(faults));
  if (needsBoth(command, circumstances) && command.decision === 'GIVEN') {
    const events = await deps.ledger.events(args.subject.subjectRef);
    const refused = refusedByOtherParent(command, events);
    if (refused) return fail(refused);
  }
  const { purpose, channel, decision, act } = command;
  const { subject, actor, consents, expectedSeq } = args;
  return appendDecision(deps, {
    subject,
    actor,
    purpose: purpose.code,
    channel,
    decision,
    act,
    evidence: evidenceOf(args),
    consents,
    expectedSeq,
  });
}

function evidenceOf(args: {
  command: Command;
  circumstances: Circumstances;
  evidence?: Evidence['evidence'];
}): Evidence {
  const { command, circumstances } = args;
  const { occurredAt, collectedBy, guardian, notice, slot } = command;
  return {
    occurredAt: occurredAt.toString({ smallestUnit: 'millisecond' }),
    joint: needsBoth(command, circumstances),
    ...(collectedBy && { collectedBy }),
    ...(guardian && { guardian }),
    ...(args.evidence && { evidence: args.evidence }),
    ...(notice && { notice: pinOf(notice) }),
    ...(slot && { slot }),
  };
}

const pinOf = (notice: Notice) => ({
  id: notice.id,
  version: notice.version,
  locale: notice.locale,
  sha256: noticeSha256(notice),
});

/**
 * Appends one event and the state that follows from it, in one transaction. What says nothing new writes nothing; a
 * later refusal is not undone by an older yes (CON-04).
 */
export async function appendDecision(deps: Deps, recording: Recording): Promise<Result<Recorded>> {
  const { subject, expectedSeq } = recording;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = attempt === 0 ? recording.consents : undefined;
    const consents = known ?? (await deps.ledger.read(subject.subjectRef));
    const current = entryOf(consents, { ...recording, isMandatory: false });
    const refusal = refusalOf(recording, consents.seq, current);
    if (refusal) return fail(refusal);
    const event = eventOf(deps.runtime, recording, consents);
    const { next, entry } = follow(consents, event);
    if (current && isRepetition(consents, event, entry))
      return ok({ entry: current, seq: consents.seq });
    if (await deps.ledger.append(subject, { event, next })) return ok({ entry, seq: next.seq });
  }
  return fail(expectedSeq === undefined ? changedMeanwhile : stale);
}

function refusalOf(
  recording: Recording,
  seq: number,
  current: Entry | undefined,
): Problem | undefined {
  const { expectedSeq } = recording;
  if (expectedSeq !== undefined && expectedSeq !== seq) return stale;
  return isOvertaken(said(recording), current) ? overtaken : undefined;
}

function follow(consents: Consents, event: LedgerEvent): { next: Consents; entry: Entry } {
  const next = applyEvent(consents, event);
  const entry = entryOf(next, { ...event, isMandatory: false });
  if (!entry) throw new Error('the fold lost its last event');
  return { next, entry };
}

const said = ({ decision, evidence }: Recording) => ({
  decision,
  occurredAt: Temporal.Instant.from(evidence.occurredAt),
});

function eventOf(runtime: Deps['runtime'], recording: Recording, consents: Consents): LedgerEvent {
  const { actor, purpose, channel, decision, act, evidence } = recording;
  const receivedAt = runtime.clock.now().toString({ smallestUnit: 'millisecond' });
  return {
    eventId: runtime.ids.ulid(),
    seq: consents.seq + 1,
    receivedAt,
    actor,
    purpose,
    channel,
    decision,
    act,
    evidence,
  };
}

const stale: Problem = {
  status: 412,
  code: 'STALE_VERSION',
  title: {
    fr: 'Les choix ont changé depuis votre lecture',
    en: 'The choices changed since you read them',
  },
  rule: 'CON-03',
};

const overtaken: Problem = {
  ...conflict('LATER_DECISION_EXISTS', {
    fr: 'Une décision plus récente existe',
    en: 'A more recent decision exists',
  }),
  rule: 'CON-04',
};
