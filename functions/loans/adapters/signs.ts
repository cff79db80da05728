import * as z from 'zod';
import { Sign } from '../domain/lifecycle.ts';

const { id, step, at, until, act } = Sign.shape;
const { name, library, slot } = act.unwrap().shape;

/** Without the names of its columns: with its act a sign takes no more bytes than without, and a loan no second unit. */
const Row = z.tuple([
  id,
  step,
  at,
  until.unwrap().nullable(),
  name.nullable(),
  library.nullable(),
  slot.unwrap().nullable(),
]);

/** A sign as it is stored. */
export const StoredSign = z.codec(Row, Sign, {
  decode: ([id, step, at, until, name, library, slot]) => {
    const act = name !== null &&
      library !== null && { name, library, ...(slot !== null && { slot }) };
    return { id, step, at, ...(until !== null && { until }), ...(act && { act }) };
  },
  encode: ({ id, step, at, until, act }): z.input<typeof Row> => [
    id,
    step,
    at,
    until ?? null,
    act?.name ?? null,
    act?.library ?? null,
    act?.slot ?? null,
  ],
});
