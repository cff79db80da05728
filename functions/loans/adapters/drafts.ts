import * as z from 'zod';
import { loanDeadline } from '#core/calendar.ts';
import type { Key } from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import type { Draft, Place, ReaderNote } from '../app/ports.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import {
  localDate,
  type CirculationRecord,
  type Details,
  type Standing,
} from '../domain/record.ts';
import { slotted } from './acts.ts';
import { hashOf, keptPrefix, linkTo, periodPartition } from './keys.ts';
import { pointerTo } from './returned-pointers.ts';
import { StoredSign } from './signs.ts';
import type { Tools } from './tools.ts';

interface Saving {
  readonly key: Key;
  readonly record: CirculationRecord;
  readonly standing: Standing;
  readonly place: Place | undefined;
}

interface Sealable extends Saving {
  readonly details: Details;
}

/** What a record holds beside its signs, as much as its standing allows, and what else must be written with it. */
interface Form extends Pick<Draft, 'kept'> {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What the reader's state must say of it. */
  readonly note?: ReaderNote;
}

type Refusal = 'CONFLICT' | 'ERASED';

/** Seals what is to be written, and puts the writes in the order in which nothing can be lost. */
export async function draftOf(tools: Tools, saving: Saving): Promise<Draft | Refusal> {
  const { key, record, place } = saving;
  const form = await formOf(tools, saving);
  if (typeof form === 'string') return form;
  const { kind, commune } = record;
  const signs = (await slotted(tools, record)).map((sign) => z.encode(StoredSign, sign));
  const { attributes, note, ...more } = form;
  const version = (place?.version ?? 0) + 1;
  const item = { ...key, kind, commune, signs, version, ...attributes };
  const stale = place?.kept?.sk === attributes['kept'] ? undefined : place?.kept;
  return {
    ...more,
    ...notesOf(note, place, attributes['link']),
    item,
    ...(place && { replaces: place.version }),
    ...(stale && { stale }),
  };
}

/**
 * What leads to a record is written before it; what led to it before is taken away after it. While an open loan of
 * the same reader stands on the list, that leads to it wherever it goes, so that one update, afterwards, says it all.
 */
function notesOf(
  note: ReaderNote | undefined,
  place: Place | undefined,
  link: unknown,
): Pick<Draft, 'before' | 'after'> {
  const notes = note ? [note] : [];
  const { listed } = place ?? {};
  if (!listed || listed.link === link) return { before: notes, after: [] };
  const closing = { subjectRef: listed.subjectRef, closed: listed.link };
  const isCovered = !note?.opened && note?.subjectRef === listed.subjectRef;
  return isCovered
    ? { before: [], after: [...notes, closing] }
    : { before: notes, after: [closing] };
}

async function formOf(tools: Tools, saving: Saving): Promise<Form | Refusal> {
  const { record, standing } = saving;
  const { details } = record;
  if (standing.state === 'MARK' || !details) return markForm(tools, record);
  if (standing.state === 'OPEN') return openForm(tools, { ...saving, details }, standing.purgeAt);
  return returnedForm(tools, { ...saving, details }, standing.deadline.purgeAt);
}

/** Epoch seconds. Longer in every mode than it takes until its acts are counted (STA-02). */
export function markUntil({ network, clock }: Runtime, commune: string): number {
  return loanDeadline({ returnedAt: clock.now(), ...localRulesOf(network, commune) }).purgeAt;
}

/**
 * A mark only keeps late and repeated events from doing harm, as long as a loan returned today is kept. It links
 * nobody to anything, so that nothing but the TTL attribute takes it away.
 */
function markForm({ runtime }: Tools, { kind, commune, signs, details }: CirculationRecord): Form {
  const { endedAt } = lifeOf(signs);
  const attributes = { state: 'MARK', purgeAt: markUntil(runtime, commune) };
  if (!details || endedAt === undefined || kind === 'HOLD') return { attributes };
  const endedOn = localDate(endedAt, zoneIn(runtime.network, commune));
  return { attributes, note: { subjectRef: details.reader.subjectRef, endedOn } };
}

/** Under the reader's key alone: it lives until it is returned (RET-06). A hold that waits lies with its last day. */
async function openForm(
  tools: Tools,
  saving: Sealable,
  purgeAt: number | undefined,
): Promise<Form | Refusal> {
  const { key, record, details, place } = saving;
  const { subjectRef } = details.reader;
  const isListed = place?.listed?.subjectRef === subjectRef;
  const link = isListed ? place.listed.link : linkTo(key, (place?.version ?? 0) + 1);
  const note = isListed ? {} : { note: { subjectRef, opened: link } };
  const { zone } = localRulesOf(tools.runtime.network, record.commune);
  const since = localDate(details.at, zone);
  const open = { state: 'OPEN', link };
  if (purgeAt !== undefined) {
    const on = lifeOf(record.signs).until ?? since;
    const form = await keptForm(tools, saving, { purgeAt, on, more: { reader: subjectRef, link } });
    if (typeof form === 'string') return form;
    return { ...form, ...note, attributes: { ...form.attributes, ...open } };
  }
  const sealed = await tools.sealing.sealOpen(key, details);
  if (!sealed) return 'ERASED';
  const at = await tools.index('library', details.library);
  return { attributes: { ...open, reader: subjectRef, since, at, sealed }, ...note };
}

async function returnedForm(
  tools: Tools,
  saving: Sealable,
  purgeAt: number,
): Promise<Form | Refusal> {
  const { key, record, details } = saving;
  const { commune, signs } = record;
  const { zone } = localRulesOf(tools.runtime.network, commune);
  const on = localDate(lifeOf(signs).endedAt ?? 0, zone);
  const form = await keptForm(tools, saving, { purgeAt, on });
  if (typeof form === 'string') return form;
  const attributes = { ...form.attributes, state: 'RETURNED' };
  const periodKey = await tools.periodKeys.find({ commune, purgeAt });
  if (!form.kept || !periodKey) return { attributes };
  const { subjectRef } = details.reader;
  const returned = pointerTo(subjectRef, hashOf(key), periodKey);
  return { ...form, attributes, note: { subjectRef, returned, endedOn: on } };
}

/** Every value that could join the reader to the document is sealed or hashed under the period key (RET-05). */
async function keptForm(
  { periodKeys, sealing }: Tools,
  { key, record: { kind, commune }, details, place }: Sealable,
  { purgeAt, on, more }: { purgeAt: number; on: string; more?: Readonly<Record<string, unknown>> },
): Promise<Form | Refusal> {
  const period = { commune, purgeAt };
  const periodKey = await periodKeys.obtain(period);
  if (!periodKey) return 'CONFLICT';
  const itemHash = keyedHash(periodKey, ['item', details.itemRef ?? '']);
  const record = hashOf(key);
  // Named by what it says: whoever else writes this record at the same time writes another item.
  const content = keyedHash(periodKey, [kind, record, on, JSON.stringify({ details, more })]);
  const at = { pk: periodPartition(period), sk: keptPrefix(kind, itemHash) + content };
  const attributes = { kept: at.sk, purgeAt };
  if (place?.kept?.pk === at.pk && place.kept.sk === at.sk) return { attributes };
  const seals = await sealing.sealKept(at, { details, periodKey, record });
  if (!seals) return 'ERASED';
  const category = `${kind}_LINK`;
  return {
    attributes,
    kept: { ...period, item: { ...at, ...seals, ...more, category, on, purgeAt } },
  };
}
