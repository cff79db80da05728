import { loanDeadline } from '#core/calendar.ts';
import type { Key } from '#core/dynamo.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import {
  localDate,
  type CirculationRecord,
  type Details,
  type Standing,
} from '../domain/record.ts';
import { leaving } from './keys.ts';
import type { Tools } from './tools.ts';

interface Saving {
  readonly key: Key;
  readonly record: CirculationRecord;
  readonly standing: Standing;
}

type Form = Readonly<Record<string, unknown>> | 'CONFLICT' | 'ERASED';

/** What an item holds beside its signs: as much as its standing allows, sealed. */
export async function storedForm(tools: Tools, saving: Saving): Promise<Form> {
  const { key, record, standing } = saving;
  const { details } = record;
  if (standing.state === 'MARK' || !details) return markForm(tools, record);
  if (standing.state === 'OPEN') {
    return openForm(tools, { key, record, details, purgeAt: standing.purgeAt });
  }
  return returnedForm(tools, { key, record, details, purgeAt: standing.deadline.purgeAt });
}

/** A mark only keeps late and repeated events from doing harm, as long as a loan returned today is kept. */
async function markForm(
  { runtime, calendar }: Tools,
  { commune }: CirculationRecord,
): Promise<Form> {
  const returnedAt = runtime.clock.now();
  const { purgeAt, startedOn } = loanDeadline({
    returnedAt,
    ...localRulesOf(runtime.network, commune),
  });
  await calendar.enter({ commune, purgeAt });
  const on = startedOn.toString();
  return { state: 'MARK', ...leaving({ commune, purgeAt, category: 'MARK', on }) };
}

interface Sealable {
  readonly key: Key;
  readonly record: CirculationRecord;
  readonly details: Details;
}

/** Under the reader's key alone: it lives until it is returned (RET-06). */
async function openForm(
  tools: Tools,
  args: Sealable & { purgeAt: number | undefined },
): Promise<Form> {
  const { key, record, details, purgeAt } = args;
  const { commune } = record;
  const { zone } = localRulesOf(tools.runtime.network, commune);
  const sealed = await tools.sealing.sealOpen(key, details);
  if (!sealed) return 'ERASED';
  const form = {
    state: 'OPEN',
    reader: details.reader.subjectRef,
    readerSort: `${record.kind}#${localDate(details.at, zone)}`,
    sealed,
  };
  if (purgeAt === undefined) return form;
  await tools.calendar.enter({ commune, purgeAt });
  const on = lifeOf(record.signs).until ?? localDate(details.at, zone);
  return { ...form, ...leaving({ commune, purgeAt, category: 'HOLD_LINK', on }) };
}

/** Every value that could join the reader to the document is a hash under the period key (RET-05). */
async function returnedForm(tools: Tools, args: Sealable & { purgeAt: number }): Promise<Form> {
  const { key, record, details, purgeAt } = args;
  const { commune } = record;
  await tools.calendar.enter({ commune, purgeAt });
  const periodKey = await tools.periodKeys.obtain({ commune, purgeAt });
  if (!periodKey) return 'CONFLICT';
  const { endedAt: returnedAt = 0 } = lifeOf(record.signs);
  const seals = await tools.sealing.sealReturned(key, { details, periodKey, returnedAt });
  if (!seals) return 'ERASED';
  const on = localDate(returnedAt, localRulesOf(tools.runtime.network, commune).zone);
  const hash = keyedHash(periodKey, ['item', details.itemRef ?? '']);
  return {
    state: 'RETURNED',
    reader: keyedHash(periodKey, ['reader', details.reader.subjectRef]),
    readerSort: `RETURNED#${on}`,
    ...seals,
    ...leaving({ commune, purgeAt, category: 'LOAN_LINK', on, hash }),
  };
}
