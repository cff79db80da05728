/** `Nguyên` → `nguyen`: the local part of an invented address. */
export function toAscii(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/gu, '')
    .toLowerCase();
}

/** ARCEP reserves +33 6 39 98 xx xx for fiction: nobody can be reached there. The last ten serve stories. */
export const fictionalMobile = (index: number): string =>
  `+3363998${String((index * 3571) % 9990).padStart(4, '0')}`;

/** ARCEP, fiction: +33 1 99 00 xx xx and +33 4 65 71 xx xx. */
export const fictionalLandline = (index: number): string =>
  `${index % 3 === 0 ? '+3319900' : '+3346571'}${String((index * 7919) % 10_000).padStart(4, '0')}`;
