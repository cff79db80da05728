import * as z from 'zod';
import type { IntakeContext, IntakeOutcome, IntakeStep } from '#core/contributions.ts';
import { rejected } from '#core/intake.ts';
import type { FieldError } from '#core/problem.ts';
import { parseInput } from '#core/validation.ts';

/** An event that passed its schema, with its place in the batch. */
interface Accepted {
  readonly place: number;
  readonly step: IntakeStep;
  readonly event: unknown;
}

/**
 * Applies a batch of library-system events: each is parsed by the plugin that owns its type and gets one outcome;
 * a bad event never fails the others. A plugin receives its events together, in the order of the batch.
 */
export async function applyBatch(
  steps: readonly IntakeStep[],
  context: IntakeContext,
  events: readonly unknown[],
): Promise<(IntakeOutcome & { id: string })[]> {
  const outcomes: IntakeOutcome[] = [];
  const accepted: Accepted[] = [];
  events.forEach((raw, place) => {
    const step = stepFor(steps, raw);
    const parsed = step && parseInput(step.schema, raw);
    if (!parsed) outcomes[place] = rejected(unknownType);
    else if (!parsed.ok) outcomes[place] = rejected(...(parsed.problem.errors ?? []));
    else if (isFuture(parsed.value, context)) outcomes[place] = rejected(future);
    else if (isForeign(parsed.value, context)) outcomes[place] = rejected(foreign);
    else accepted.push({ place, step: step.step, event: parsed.value });
  });
  for (const step of steps) {
    const own = accepted.filter((one) => one.step === step);
    if (own.length === 0) continue;
    const applied = await step.apply(
      context,
      own.map(({ event }) => event),
    );
    own.forEach(({ place }, n) => {
      const outcome = applied[n];
      if (outcome) outcomes[place] = outcome;
    });
  }
  return events.map((raw, place) => ({
    id: idOf(raw),
    ...(outcomes[place] ?? rejected(unknownType)),
  }));
}

const Envelope = z.looseObject({ type: z.string() });

function stepFor(steps: readonly IntakeStep[], raw: unknown) {
  const envelope = Envelope.safeParse(raw);
  if (!envelope.success) return undefined;
  for (const step of steps) {
    const schema = Object.hasOwn(step.schemas, envelope.data.type)
      ? step.schemas[envelope.data.type]
      : undefined;
    if (schema) return { step, schema };
  }
  return undefined;
}

const idOf = (raw: unknown): string => {
  const parsed = z.looseObject({ id: z.string().max(120) }).safeParse(raw);
  return parsed.success ? parsed.data.id : '';
};

/** Clocks of library systems run a little fast; five minutes are forgiven. */
const skewMs = 5 * 60_000;

const Dated = z.looseObject({ at: z.custom<{ epochMilliseconds: number }>() });

function isFuture(event: unknown, { now }: IntakeContext): boolean {
  const dated = Dated.safeParse(event);
  return dated.success && dated.data.at.epochMilliseconds > now.epochMilliseconds + skewMs;
}

const Refs = z.record(z.string(), z.unknown());

/** GOV-10: a client with a fixed secret speaks of the readers, loans and items of its own system only. */
function isForeign(event: unknown, { caller: { source } }: IntakeContext): boolean {
  if (source === undefined) return false;
  return Object.entries(Refs.parse(event)).some(
    ([name, value]) => /ref$/iu.test(name) && !String(value).startsWith(`${source}:`),
  );
}

const foreign: FieldError = {
  field: '',
  code: 'FOREIGN_SOURCE',
  rule: 'GOV-10',
  message: {
    fr: 'Cette référence est d’un autre logiciel que celui qui appelle.',
    en: 'This ref is of another library system than the one that calls.',
  },
};

const unknownType: FieldError = {
  field: 'type',
  code: 'UNKNOWN_TYPE',
  message: { fr: 'Type d’événement inconnu.', en: 'Unknown type of event.' },
};

const future: FieldError = {
  field: 'at',
  code: 'FUTURE',
  message: { fr: 'Cet instant est dans l’avenir.', en: 'This instant is in the future.' },
};
