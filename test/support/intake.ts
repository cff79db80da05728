import type { Caller } from '#core/caller.ts';
import type { IntakeOutcome, IntakeStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { parseInput } from '#core/validation.ts';
import type { Runtime } from '#core/runtime.ts';
import { upsertPatron } from '../../functions/patrons/app/upsert-patron.ts';
import { createDeps as createPatronDeps } from '../../functions/patrons/container.ts';
import { PatronInput } from '../../functions/patrons/domain/patron.ts';
import { ana } from './network.ts';

export const ilsOf = (...communes: string[]): Caller => ({
  sub: 'ils',
  network: 'pays-de-valserine',
  communes,
  roles: ['ILS'],
  guardianOf: [],
});

/** Registers a reader as the library system does, and tells under which opaque ref. */
export async function enrol(
  runtime: Runtime,
  patronRef: string,
  more: object = {},
): Promise<{ subjectRef: string; commune: string }> {
  const written = await upsertPatron(createPatronDeps(runtime), {
    patronRef,
    input: PatronInput.parse(ana(more)),
    caller: ilsOf('*'),
    now: runtime.clock.now(),
  });
  if (!written.ok) throw new Error(written.problem.code);
  const { subjectRef, commune } = written.value;
  return { subjectRef, commune };
}

/** What a plugin makes of events, parsed as the intake parses them; a refused shape is an outcome too. */
export async function take<E>(
  contribute: Contribute<IntakeStep<E>>,
  runtime: Runtime,
  events: readonly { readonly type: string }[],
  caller: Caller = ilsOf('*'),
): Promise<IntakeOutcome[]> {
  const step = contribute(runtime);
  const outcomes: IntakeOutcome[] = [];
  const accepted: { place: number; event: unknown }[] = [];
  events.forEach((raw, place) => {
    const schema = step.schemas[raw.type];
    if (!schema) throw new Error(`no such event: ${raw.type}`);
    const parsed = parseInput(schema, raw);
    if (parsed.ok) accepted.push({ place, event: parsed.value });
    else outcomes[place] = { status: 'REJECTED', errors: parsed.problem.errors ?? [] };
  });
  const applied = await (step as IntakeStep).apply(
    { caller, now: runtime.clock.now() },
    accepted.map(({ event }) => event),
  );
  accepted.forEach(({ place }, n) => {
    const outcome = applied[n];
    if (outcome) outcomes[place] = outcome;
  });
  return outcomes;
}
