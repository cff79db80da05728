import type { Commune } from '#core/network.ts';
import type { FieldError } from '#core/problem.ts';
import type { PatronInput } from './patron.ts';

/** What is collected only where the commune said so, in the network file (DAT-04, DAT-05). */
export function notCollected(
  { occupation, notes }: Pick<PatronInput, 'occupation' | 'notes'>,
  { cspEnabled = false, freeTextNotes = false }: Pick<Commune, 'cspEnabled' | 'freeTextNotes'>,
): FieldError[] {
  const asksOccupation = occupation !== undefined && !cspEnabled;
  const free = (notes ?? []).flatMap(({ text }, n) => (text === undefined ? [] : [n]));
  return [
    ...(asksOccupation ? [occupationOff] : []),
    ...(freeTextNotes ? [] : free).map((n) => ({
      ...freeTextOff,
      field: `notes.${String(n)}.text`,
    })),
  ];
}

const occupationOff: FieldError = {
  field: 'occupation',
  code: 'OCCUPATION_OFF',
  rule: 'DAT-05',
  message: {
    fr: 'Aucune statistique déclarée de cette commune ne s’en sert : ne pas le demander.',
    en: 'No declared statistic of this commune uses it: do not ask.',
  },
};

const freeTextOff: FieldError = {
  field: 'notes',
  code: 'FREE_TEXT_OFF',
  rule: 'DAT-04',
  message: {
    fr: 'Choisir une note dans la liste : le texte libre est fermé dans cette commune.',
    en: 'Choose a note from the list: free words are off in this commune.',
  },
};
