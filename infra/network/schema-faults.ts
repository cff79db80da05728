import type { Text } from '#core/text.ts';
import type * as z from 'zod';
import { fieldAt } from './fields.ts';
import type { Refusal } from './fault.ts';
import { keysAt } from './json-schema.ts';
import type { Path, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** A refusal and where it stands: at a value, or at a key. */
export interface Finding {
  readonly path: Path;
  readonly at: 'VALUE' | 'KEY' | 'USE';
  readonly refusal: Refusal;
}

/** What the schema of the network refuses, in words of a network file. Values are never repeated (GOV-15). */
export function schemaFindings(source: Source, issues: readonly Issue[]): readonly Finding[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(issue.path, key));
    return [source.has(issue.path) ? badValue(issue) : missingKey(issue.path)];
  });
}

function unknownKey(path: Path, key: string): Finding {
  const possible = keysAt(path).join(', ');
  return {
    path: [...path, key],
    at: 'KEY',
    refusal: {
      message: {
        fr: `« ${key} » n’est pas une clé du fichier de réseau.`,
        en: `"${key}" is not a key of the network file.`,
      },
      remedy: {
        fr: `Corrigez ou retirez-la. Clés possibles ici : ${possible}.`,
        en: `Correct or remove it. Keys possible here: ${possible}.`,
      },
    },
  };
}

function missingKey(path: Path): Finding {
  const key = String(path.at(-1) ?? '');
  const field = fieldAt(path);
  const example = field?.example === undefined ? '' : ` ${field.example}`;
  return {
    path,
    at: 'VALUE',
    refusal: {
      message: { fr: `La clé « ${key} » manque ici.`, en: `The key "${key}" is missing here.` },
      remedy: {
        fr: `Ajoutez « ${key}:${example} ». ${field?.help.fr ?? ''}`.trim(),
        en: `Add "${key}:${example}". ${field?.help.en ?? ''}`.trim(),
      },
    },
  };
}

function badValue(issue: Issue): Finding {
  const name = nameOf(issue.path);
  const what = complaintOf(issue);
  const field = fieldAt(issue.path);
  const example = field?.example ?? '';
  return {
    path: issue.path,
    at: 'VALUE',
    refusal: {
      message: { fr: `« ${name} » ${what.fr}.`, en: `"${name}" ${what.en}.` },
      remedy: {
        fr: `${field?.help.fr ?? ''}${example && ` Exemple : ${example}.`}`.trim(),
        en: `${field?.help.en ?? ''}${example && ` Example: ${example}.`}`.trim(),
      },
    },
  };
}

/** The nearest key: an item of a list has no name of its own. */
const nameOf = (path: Path): string =>
  path.findLast((step) => typeof step === 'string') ?? 'network';

function complaintOf(issue: Issue): Text {
  if (issue.code === 'invalid_type') return types[issue.expected] ?? types.string;
  if (issue.code === 'invalid_format') return formats[issue.format] ?? formats.regex;
  if (issue.code === 'too_small') return issue.origin === 'number' ? tooSmall : empty;
  if (issue.code === 'invalid_value') {
    const possible = issue.values.map(String).join(', ');
    return { fr: `doit être l’un de : ${possible}`, en: `must be one of: ${possible}` };
  }
  return { fr: 'n’est pas une valeur possible', en: 'is not a possible value' };
}

const types: Readonly<Record<string, Text>> & { readonly string: Text } = {
  string: { fr: 'doit être un texte', en: 'must be a text' },
  int: { fr: 'doit être un nombre entier', en: 'must be a whole number' },
  number: { fr: 'doit être un nombre', en: 'must be a number' },
  boolean: { fr: 'doit être true ou false', en: 'must be true or false' },
  array: { fr: 'doit être une liste', en: 'must be a list' },
  object: { fr: 'doit être un bloc de clés', en: 'must be a block of keys' },
};

const formats: Readonly<Record<string, Text>> & { readonly regex: Text } = {
  regex: { fr: 'n’a pas la forme attendue', en: 'does not have the expected shape' },
  email: { fr: 'n’est pas une adresse électronique', en: 'is not an e-mail address' },
  url: { fr: 'n’est pas une adresse web', en: 'is not a web address' },
  date: {
    fr: 'n’est pas un jour du calendrier (AAAA-MM-JJ)',
    en: 'is not a day of the calendar (YYYY-MM-DD)',
  },
};

const empty: Text = { fr: 'est vide', en: 'is empty' };
const tooSmall: Text = { fr: 'est trop petit', en: 'is too small' };
