/** `exchange.idempotency`: honours `Idempotency-Key` on the POST routes of a function. */
export { createIdempotency } from '#core/http/idempotency.ts';
