import { isVisible } from '#core/calendar.ts';
import { actsIn } from '#core/caller.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { erasedReader, foreignLibrary, placeOf, readerOf, rejected } from '#core/intake.ts';
import { zoneIn, zoneOf } from '#core/network.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { Located, People } from '../../patrons/provides.ts';
import { closed, hear, type Said } from '../domain/debt.ts';
import type { DebtEvent } from '../domain/events.ts';
import { debtDeadline } from '../domain/title.ts';
import type { Debtors, KeptDebt, Ledger, NewTitle, StoredDebt } from './ports.ts';

export interface IntakeDeps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'locateMany'>;
  readonly debtors: Debtors;
  readonly ledger: Ledger;
}

interface Batch {
  readonly context: IntakeContext;
  readonly readers: ReadonlyMap<string, Located>;
}

const concurrency = 16;

/** Events of one debt in their order, different debts side by side. */
export async function applyEvents(
  deps: IntakeDeps,
  context: IntakeContext,
  events: readonly DebtEvent[],
): Promise<IntakeOutcome[]> {
  const refs = events.flatMap(({ patronRef }) => patronRef ?? []);
  const batch = { context, readers: await deps.people.locateMany([...new Set(refs)]) };
  const groups = Map.groupBy(events.entries(), ([, { debtRef }]) => debtRef);
  const outcomes: IntakeOutcome[] = [];
  await mapConcurrently([...groups.values()], concurrency, async (group) => {
    for (const [place, event] of group) outcomes[place] = await apply(deps, batch, event);
  });
  return outcomes;
}

/** What an event says, of which reader, where. */
interface Heard {
  readonly said: Said;
  readonly commune: string;
  readonly reader?: Subject;
  /** Local date. */
  readonly since: string;
}

async function apply(deps: IntakeDeps, batch: Batch, event: DebtEvent): Promise<IntakeOutcome> {
  const heard = admit(deps.runtime, batch, event, await deps.ledger.fingerprint(event.id));
  if (!heard.ok) return heard.problem;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const stored = await deps.ledger.find(event.debtRef);
    if (stored && !actsIn(batch.context.caller, stored.commune)) return foreignLibrary;
    const outcome = await write(deps, { debtRef: event.debtRef, heard: heard.value, stored });
    if (outcome) return outcome;
  }
  throw new Error('the debt kept changing while the event was applied');
}

/** One conditional write; nothing when somebody was faster. */
async function write(
  deps: IntakeDeps,
  work: { debtRef: string; heard: Heard; stored: StoredDebt | undefined },
): Promise<IntakeOutcome | undefined> {
  const { debtRef, heard, stored } = work;
  const { status, debt } = hear(stored?.debt, heard.said);
  if (status !== 'APPLIED') return { status };
  const next = await withTitle(deps, keptOf({ ...heard, stored }, debt));
  const saved = await deps.ledger.save(debtRef, { ...next, version: stored?.version });
  if (saved === 'CONFLICT') return undefined;
  return saved === 'SAVED' ? { status } : erasedReader;
}

function admit(
  runtime: Runtime,
  { context, readers }: Batch,
  event: DebtEvent,
  sign: string,
): Result<Heard, IntakeOutcome> {
  const place = placeOf(runtime.network, context, event.library);
  if (!place.ok) return place;
  const { commune } = place.value;
  const zone = zoneOf(runtime.network, commune);
  const on = event.at.toZonedDateTimeISO(zone).toPlainDate().toString();
  if ('on' in event && event.on > on) return fail(futureTitle);
  const reader = subjectOf(readers, event);
  if (!reader.ok) return reader;
  return ok({
    said: { at: event.at.epochMilliseconds, sign, ...wordsOf(event, on) },
    ...{ commune: commune.id, since: 'on' in event ? event.on : on },
    ...(reader.value && { reader: reader.value }),
  });
}

/** What ends a debt is true whatever became of its reader; to open one there must be one. */
function subjectOf(
  readers: Batch['readers'],
  { type, patronRef }: DebtEvent,
): Result<Subject | undefined, IntakeOutcome> {
  if (patronRef === undefined) return ok(undefined);
  const reader = readerOf(readers, patronRef);
  if (!reader.ok) return type === 'debt.opened' ? reader : ok(undefined);
  const { subjectRef, commune } = reader.value;
  return ok({ subjectRef, commune });
}

function wordsOf(event: DebtEvent, openedOn: string): Pick<Said, 'claim' | 'title' | 'isSettled'> {
  const { debtRef } = event;
  switch (event.type) {
    case 'debt.opened': {
      const { patronRef, amountCents } = event;
      return { claim: { debtRef, patronRef, amountCents, openedOn } };
    }
    case 'debt.settled':
      return { isSettled: true };
    case 'debt.titled':
      return { title: { titleRef: event.titleRef, issuedOn: event.on } };
  }
}

/** The first sign of a debt dates it, in the commune that it named. */
function keptOf(
  heard: Heard & { readonly stored: StoredDebt | undefined },
  debt: KeptDebt['debt'],
): KeptDebt {
  const { stored } = heard;
  const reader = heard.reader ?? stored?.reader;
  return {
    debt,
    commune: stored?.commune ?? heard.commune,
    since: stored?.since ?? heard.since,
    ...(reader && debt.state === 'OPEN' && { reader }),
  };
}

/**
 * RET-11, RET-14: as soon as debt, title and debtor are known, the record goes to the archive and the debt closes with it.
 * Until then the title holds the reader back.
 */
async function withTitle(
  { runtime, debtors }: IntakeDeps,
  kept: KeptDebt,
): Promise<KeptDebt & { title?: NewTitle }> {
  const { debt, reader } = kept;
  const { claim, title } = debt;
  if (!claim) return kept;
  const zone = zoneIn(runtime.network, kept.commune);
  const { purgeAt } = debtDeadline({ since: kept.since, zone });
  if (!title) return isVisible(purgeAt, runtime.clock.now()) ? kept : over(kept);
  const debtor = reader && (await debtors.of(reader));
  if (!debtor) return kept;
  const { debtRef, openedOn, amountCents } = claim;
  const record = { ...title, debtor: debtor.debtor, debtRef, openedOn, amountCents };
  const { subjectRef } = debtor;
  return { ...over(kept), title: { record, ...(subjectRef !== undefined && { subjectRef }) } };
}

const over = ({ debt, commune, since }: KeptDebt): KeptDebt => ({
  debt: closed(debt),
  commune,
  since,
});

const futureTitle = rejected({
  field: 'on',
  code: 'FUTURE',
  message: {
    fr: 'Un titre ne peut être daté d’après son annonce.',
    en: 'A title cannot be dated after its announcement.',
  },
});
