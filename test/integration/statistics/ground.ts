import type { Runtime } from '#core/runtime.ts';
import { closeMonths } from '../../../functions/statistics/app/close-months.ts';
import { createCloseDeps } from '../../../functions/statistics/container.ts';
import { created } from '../loans/ground.ts';

/** `n` loans of as many readers, none of them erased. */
export const loansOf = (n: number, more: object = {}) =>
  Array.from({ length: n }, (_, at) =>
    created(at, { patronRef: `koha:${String(1000 + at)}1`, ...more }),
  );

export const close = (runtime: Runtime) => closeMonths(createCloseDeps(runtime));

/** As stored of one month. */
export async function monthOf(runtime: Runtime, commune: string, month: string) {
  const [found] = await createCloseDeps(runtime).months.list(commune, { from: month, to: month });
  return found;
}
