/** Construct id of a thing of the inventory: `loans-read` → `LoansRead`. */
export function constructId(...parts: readonly string[]): string {
  return parts
    .join('-')
    .split(/[^A-Za-z0-9]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
