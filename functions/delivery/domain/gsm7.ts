import { SegmentedMessage } from 'sms-segments-calculator';

/** What has no letter in the alphabet of a short SMS (GSM 03.38) and no unaccented form either. */
const replacements: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  œ: 'oe',
  Œ: 'OE',
  '\u00A0': ' ',
  '\u202F': ' ',
  '°': 'o',
  '•': '-',
};

/** One letter outside the alphabet halves the room of a message and doubles its price: `ê` becomes `e`, `’` becomes `'`. */
export function toGsm7(text: string): string {
  const letters = Array.from(text.normalize('NFC'));
  return letters.map((letter) => (isGsm7(letter) ? letter : plain(letter))).join('');
}

function plain(letter: string): string {
  const replaced = replacements[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return isGsm7(replaced) ? replaced : '?';
}

const isGsm7 = (text: string) => new SegmentedMessage(text).getNonGsmCharacters().length === 0;

/** Parts that will be paid: 160 or 153 characters each, 70 or 67 once a letter is outside the alphabet. */
export function countParts(text: string): number {
  return new SegmentedMessage(text).segmentsCount;
}
