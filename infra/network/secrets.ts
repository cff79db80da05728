import type { Text } from '#core/text.ts';
import type { NetworkFault, Place } from './fault.ts';
import type { Source, Written } from './source.ts';

type Found = Pick<NetworkFault, 'message' | 'remedy' | 'rule' | 'line' | 'column'>;

/** Shapes that are a secret wherever they stand, comments included. */
const shapes: readonly { readonly pattern: RegExp; readonly what: Text }[] = [
  {
    pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/u,
    what: { fr: 'une clé d’accès AWS', en: 'an AWS access key' },
  },
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/u,
    what: { fr: 'une clé privée', en: 'a private key' },
  },
  {
    pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]+/u,
    what: { fr: 'un jeton d’accès (JWT)', en: 'an access token (JWT)' },
  },
  {
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@:"']+:[^\s/@"']+@/iu,
    what: {
      fr: 'une adresse qui porte un mot de passe',
      en: 'an address that carries a password',
    },
  },
];

const secretKey =
  /pass(?:word|wd|phrase)|mot[-_]?de[-_]?passe|secret|token|jeton|credential|(?:api|access|private)[-_]?key|cl[eé][-_]?priv/iu;

const looksRandom: Text = {
  fr: 'une longue suite au hasard, comme un mot de passe ou une clé',
  en: 'a long random string, like a password or a key',
};

/** GOV-15: what a network file may never hold. What was found is never repeated. */
export function secretsIn(source: Source): readonly Found[] {
  const inLines = source.lines.flatMap((text, at) =>
    shapes.flatMap(({ pattern, what }) => {
      const column = text.search(pattern) + 1;
      return column > 0 ? [found({ line: at + 1, column }, what)] : [];
    }),
  );
  const inNodes = source.written.flatMap((one) => {
    const what = secretOf(one);
    return what ? [found(one.place, what)] : [];
  });
  return [...inLines, ...inNodes.filter((one) => !inLines.some(({ line }) => line === one.line))];
}

function secretOf({ kind, text }: Written): Text | undefined {
  if (kind === 'VALUE') return isRandom(text) ? looksRandom : undefined;
  return secretKey.test(text)
    ? { fr: 'une clé dont le nom annonce un secret', en: 'a key whose name announces a secret' }
    : undefined;
}

/** Addresses are long and mixed, and no secret: `https://…`, `arn:aws:…`, `Name <a@b.fr>`. */
function isRandom(text: string): boolean {
  if (/^(?:https?:\/\/|arn:)/u.test(text) || text.includes('@')) return false;
  return text.split(/[^A-Za-z0-9+/=_-]+/u).some((word) => isHex(word) || isMixed(word));
}

const isHex = (word: string): boolean =>
  /^[0-9a-f]{32,}$/iu.test(word) && bitsPerCharacter(word) > 3;

/** Words of people repeat letters and keep one case; 24 random characters of base64 have over 4 bits each. */
const isMixed = (word: string): boolean =>
  word.length >= 24 &&
  [/[a-z]/u, /[A-Z]/u, /\d/u].every((kind) => kind.test(word)) &&
  bitsPerCharacter(word) > 3.9;

/** Shannon entropy. */
function bitsPerCharacter(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / word.length)
    .reduce((bits, share) => bits - share * Math.log2(share), 0);
}

const found = (place: Place, what: Text): Found => ({
  ...place,
  message: {
    fr: `Le fichier contient ${what.fr}.`,
    en: `The file contains ${what.en}.`,
  },
  remedy: {
    fr: 'Retirez-le, et changez ce secret : il a été écrit en clair. Aucun secret n’est nécessaire ici ; ceux du fournisseur d’identité restent chez lui.',
    en: 'Remove it, and change that secret: it was written in clear. No secret is needed here; those of the identity provider stay with it.',
  },
  rule: 'GOV-15',
});
