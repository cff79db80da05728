import type { Text } from '#core/text.ts';
import type { Finding } from './schema-faults.ts';
import type { Path, Source } from './source.ts';

/** One thing that must stand once in the network (or once in its commune). */
interface Once {
  /** Patterns whose values may not meet: the network finds a library by its id or by any of its codes. */
  readonly at: readonly string[];
  /** Only among those under the same prefix of this many steps. */
  readonly within?: number;
  message(value: string, line: number): Text;
  readonly remedy: Text;
}

const onces: readonly Once[] = [
  {
    at: ['communes.*.id'],
    message: (id, line) => ({
      fr: `La commune « ${id} » est déjà là, ligne ${line}.`,
      en: `The commune "${id}" is already there, line ${line}.`,
    }),
    remedy: {
      fr: 'Gardez une seule entrée par commune, avec toutes ses bibliothèques.',
      en: 'Keep one entry a commune, with all its libraries.',
    },
  },
  {
    at: ['communes.*.libraries.*.id', 'communes.*.libraries.*.ilsCodes.*'],
    message: (code, line) => ({
      fr: `« ${code} » désigne déjà une bibliothèque, ligne ${line}.`,
      en: `"${code}" already names a library, line ${line}.`,
    }),
    remedy: {
      fr: 'Une bibliothèque est dans une seule commune et un code désigne une seule bibliothèque : gardez le bon, retirez l’autre.',
      en: 'A library is in one commune only and a code names one library only: keep the right one, remove the other.',
    },
  },
  {
    at: ['communes.*.signoffs.*.purpose'],
    within: 2,
    message: (purpose, line) => ({
      fr: `L’usage « ${purpose} » est déjà signé pour cette commune, ligne ${line}.`,
      en: `The purpose "${purpose}" is already signed for this commune, line ${line}.`,
    }),
    remedy: {
      fr: 'Gardez la signature qui vaut, avec sa date de fin.',
      en: 'Keep the sign-off that holds, with its end date.',
    },
  },
];

export function repeatFindings(source: Source): readonly Finding[] {
  return [...onces.flatMap((once) => repeatsOf(source, once)), ...unknownCommunes(source)];
}

function repeatsOf(source: Source, once: Once): readonly Finding[] {
  const first = new Map<string, Path>();
  return once.at
    .flatMap((pattern) => source.matching(pattern))
    .flatMap(({ path, value }) => {
      if (typeof value !== 'string') return [];
      const key = JSON.stringify([path.slice(0, once.within ?? 0), value]);
      const before = first.get(key);
      if (!before) {
        first.set(key, path);
        return [];
      }
      const message = once.message(value, source.placeOf(before).line);
      return [{ path, at: 'USE' as const, refusal: { message, remedy: once.remedy } }];
    });
}

/** CAM-11: an election of a commune that the network has not stops nobody; GOV-10: a name of one lets nobody in. */
function unknownCommunes(source: Source): readonly Finding[] {
  const known = source.matching('communes.*.id').map(({ value }) => value);
  return [
    ...source.matching('elections.*.communes.*'),
    ...source.matching('identity.communeNames.*.commune').filter(({ value }) => value !== '*'),
  ]
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map(({ path, value }) => ({
      path,
      at: 'VALUE',
      refusal: {
        message: {
          fr: `« ${String(value)} » n’est pas une commune de ce réseau.`,
          en: `"${String(value)}" is not a commune of this network.`,
        },
        remedy: {
          fr: `Écrivez l’un de : ${known.join(', ')}.`,
          en: `Write one of: ${known.join(', ')}.`,
        },
        rule: path[0] === 'elections' ? 'CAM-11' : 'GOV-10',
      },
    }));
}
