import type { Temporal } from 'temporal-polyfill';
import { actsIn, type Caller } from '#core/caller.ts';
import { communesOf, dateIn, libraryByCode, type Network } from '#core/network.ts';
import { conflict, erased, invalid, notFound, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { People } from '../../patrons/provides.ts';
import type { Destruction, FormToShred, PaperForm } from '../domain/form.ts';
import type { Forms } from './ports.ts';

interface Deps {
  readonly runtime: { readonly network: Network };
  readonly people: Pick<People, 'locate'>;
  readonly forms: Forms;
}

/** GOV-16: notes where a signed form lies and whose it is. The same words again change nothing. */
export async function fileForm(
  deps: Deps,
  request: { formNumber: string; form: PaperForm; caller: Caller; now: Temporal.Instant },
): Promise<Result<PaperForm>> {
  const { formNumber, form, caller, now } = request;
  const { patronRef, ...described } = form;
  const place = libraryByCode(deps.runtime.network, form.library);
  if (!place || !actsIn(caller, place.commune.id)) return fail(notFound);
  const today = dateIn(deps.runtime.network, place.commune.id, now);
  if (form.signedOn > today.toString()) return fail(invalid([future('signedOn')]));
  const reader = await deps.people.locate(patronRef);
  if (!reader || !actsIn(caller, reader.commune)) return fail(notFound);
  if (reader.isErased) return fail(erased);
  const { subjectRef } = reader;
  const filed = { ...described, formNumber, commune: place.commune.id, subjectRef };
  return (await deps.forms.file(filed)) ? ok(form) : fail(numberTaken);
}

/** GOV-16: the paper is gone, and with it the link to whoever signed it. */
export async function destroyForm(
  deps: Pick<Deps, 'runtime' | 'forms'>,
  request: { formNumber: string; how: Destruction; caller: Caller; now: Temporal.Instant },
): Promise<Result<Destruction>> {
  const { formNumber, how, caller, now } = request;
  for (const commune of communesOf(deps.runtime.network, caller)) {
    const today = dateIn(deps.runtime.network, commune.id, now);
    if (how.on > today.toString()) return fail(invalid([future('on')]));
    if (await deps.forms.destroy({ commune: commune.id, formNumber }, how)) return ok(how);
  }
  return fail(notFound);
}

/** GOV-16: what is to be shredded, by number and place, the longest overdue first. */
export async function shredList(
  { runtime, forms }: Pick<Deps, 'runtime' | 'forms'>,
  { caller, commune }: { caller: Caller; commune: string | undefined },
): Promise<FormToShred[]> {
  const communes = communesOf(runtime.network, caller, commune);
  const lists = await Promise.all(communes.map(({ id }) => forms.toShred(id)));
  return lists.flat().toSorted((a, b) => (a.since < b.since ? -1 : 1));
}

const future = (field: string): FieldError => ({
  field,
  code: 'FUTURE',
  message: { fr: 'Cette date est dans l’avenir.', en: 'This date is in the future.' },
});

const numberTaken = conflict('FORM_NUMBER_TAKEN', {
  fr: 'Ce numéro est celui d’un autre formulaire',
  en: 'This is the number of another form',
});
