import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Caller } from '#core/caller.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import { invalid, type FieldError, type Problem } from '#core/problem.ts';
import { fail, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { Ref } from '#core/schemas.ts';
import { parseInput } from '#core/validation.ts';
import { personOf } from '../domain/duplicates.ts';
import { ImportRow, type PatronInput } from '../domain/patron.ts';
import type { CurrentNotices, Directory } from './ports.ts';
import { upsertPatron, type Upserted } from './upsert-patron.ts';

export interface RowOutcome {
  readonly row: number;
  readonly status: 'ACCEPTED' | 'QUARANTINED' | 'REJECTED';
  readonly errors: readonly FieldError[];
}

interface Deps {
  readonly runtime: Runtime;
  readonly directory: Directory;
  readonly notices: CurrentNotices;
}

interface Import {
  readonly commune: string;
  readonly source: PatronInput['source'];
  readonly rows: readonly unknown[];
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** Rows written side by side; one bad row never fails the others. */
const concurrency = 16;

/**
 * DAT-07: every row gets its outcome; the second row with one ref is refused, whatever it says. Rows that bear the name
 * and birth of an earlier one come after it, so that they can find it. What was refused is remembered for the report.
 */
export async function importPatrons(deps: Deps, request: Import): Promise<RowOutcome[]> {
  const firstRows = firstRowByRef(request.rows);
  const located = await deps.directory.locateMany([...firstRows.keys()]);
  // Found in few reads; whoever registers one of them meanwhile makes its conditional write fail.
  const directory = {
    ...deps.directory,
    locate: (ref: string) => Promise.resolve(located.get(ref)),
  };
  const outcomes: RowOutcome[] = [];
  for (const wave of wavesOf(request.rows))
    await mapConcurrently(wave, concurrency, async ([row, raw]) => {
      const imported = await importRow({ ...deps, directory }, request, { row, raw, firstRows });
      outcomes[row] = outcomeOf(row, imported);
    });
  await remember(deps.directory, request, outcomes);
  return outcomes;
}

type Row = [number, unknown];

/** First everybody once, then those who look like somebody before them, one after the other. */
function wavesOf(rows: readonly unknown[]): Row[][] {
  const seen = new Set<string>();
  const first: Row[] = [];
  const later: Row[][] = [];
  for (const [row, raw] of rows.entries()) {
    const named = Named.safeParse(raw).data;
    const person = named && personOf(named)?.join('|');
    if (person !== undefined && seen.has(person)) later.push([[row, raw]]);
    else first.push([row, raw]);
    if (person !== undefined) seen.add(person);
  }
  return [first, ...later];
}

const Named = z.looseObject({
  name: z.object({ family: z.string(), given: z.array(z.string()) }),
  birthYear: z.int().optional(),
  birthDate: z.string().optional(),
});

async function remember(
  directory: Directory,
  { rows, commune }: Import,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  const told = outcomes.flatMap(({ row, status, errors }) => {
    const patronRef = Referred.safeParse(rows[row]).data?.patronRef;
    return patronRef === undefined ? [] : [{ patronRef, status, errors }];
  });
  const rejected = new Map<string, string[]>();
  for (const { patronRef, errors } of told.filter(({ status }) => status === 'REJECTED'))
    rejected.set(patronRef, [...new Set(errors.map(({ code }) => code))]);
  await directory.noteRejections(commune, {
    rejected: [...rejected].map(([patronRef, codes]) => ({ patronRef, codes })),
    accepted: told.flatMap(({ patronRef, status }) =>
      status === 'REJECTED' || rejected.has(patronRef) ? [] : [patronRef],
    ),
  });
}

async function importRow(
  deps: Deps,
  request: Import,
  { row, raw, firstRows }: { row: number; raw: unknown; firstRows: ReadonlyMap<string, number> },
): Promise<Result<Upserted>> {
  const parsed = parseInput(ImportRow, raw);
  if (!parsed.ok) return parsed;
  const { patronRef, ...input } = parsed.value;
  if (firstRows.get(patronRef) !== row) return fail(invalid([duplicateRef]));
  const commune = input.commune ?? request.commune;
  if (commune !== request.commune) return fail(invalid([otherCommune]));
  const { caller, now, source } = request;
  // The file says where its rows come from (CAM-12), a row does not.
  return upsertPatron(deps, {
    ...{ patronRef, input: { ...input, commune, source }, caller, now },
    isImport: true,
  });
}

const duplicateRef: FieldError = {
  field: 'patronRef',
  code: 'DUPLICATE_REF',
  rule: 'DAT-07',
  message: { fr: 'Deux lignes portent la même référence.', en: 'Two rows carry the same ref.' },
};

const otherCommune: FieldError = {
  field: 'commune',
  code: 'COMMUNE_MISMATCH',
  message: { fr: 'Cette ligne est d’une autre commune.', en: 'This row is of another commune.' },
};

const Referred = z.looseObject({ patronRef: Ref });

function firstRowByRef(rows: readonly unknown[]): Map<string, number> {
  const first = new Map<string, number>();
  rows.forEach((raw, row) => {
    const ref = Referred.safeParse(raw).data?.patronRef;
    if (ref !== undefined && !first.has(ref)) first.set(ref, row);
  });
  return first;
}

function outcomeOf(row: number, result: Result<Upserted>): RowOutcome {
  if (!result.ok) return { row, status: 'REJECTED', errors: errorsOf(result.problem) };
  const { quarantined, warnings } = result.value;
  return { row, status: quarantined ? 'QUARANTINED' : 'ACCEPTED', errors: warnings };
}

const errorsOf = (problem: Problem): readonly FieldError[] =>
  problem.errors ?? [
    {
      field: '',
      code: problem.code,
      message: problem.title,
      ...(problem.rule && { rule: problem.rule }),
    },
  ];
