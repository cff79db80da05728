/** French keeps `:` and `»` with the word before them, and `«` with the word after: no line breaks there. */
export const bindSigns = (text: string): string =>
  text.replaceAll(/ (?=[:;?!»])/gu, '\u00A0').replaceAll('« ', '«\u00A0');
