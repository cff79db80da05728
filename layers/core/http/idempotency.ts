import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { epochSeconds } from '../calendar.ts';
import { connect, getItem, putItem, updateItem } from '../dynamo.ts';
import { conflict, type Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Runtime } from '../runtime.ts';
import { createBlindIndex } from '../vault/index-key.ts';

/**
 * `Idempotency-Key`: same body → same answer, other body → 422, still running → 409. Only keyed hashes of the key
 * and the body are kept, with an answer that holds ids; all of it for one day (docs/adr/0005).
 */
export interface Idempotency {
  run(
    call: { key: string; scope: string; body: string },
    execute: () => Promise<APIGatewayProxyStructuredResultV2>,
  ): Promise<Result<APIGatewayProxyStructuredResultV2>>;
}

const table = 'Idempotency';
const keptSeconds = 86_400;
/** A run that has not ended after this long is taken for dead, and may be started again. */
const runningSeconds = 60;

const Record = z.object({
  bodyHash: z.string(),
  expiresAt: z.int(),
  answer: z.object({ statusCode: z.int(), body: z.string().optional() }).optional(),
});

export function createIdempotency(runtime: Runtime): Idempotency {
  const store = connect(runtime);
  const hash = createBlindIndex(runtime);
  return {
    run: async (call, execute) => {
      const now = epochSeconds(runtime.clock.now());
      const key = { pk: await hash('idempotency', call.scope, call.key), sk: 'CALL' };
      const bodyHash = await hash('idempotent-body', call.body);
      const claim = { ...key, bodyHash, expiresAt: now + runningSeconds, ttl: now + keptSeconds };
      const isFirst = await putItem(store, {
        table,
        item: claim,
        condition: {
          expression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          values: { ':now': now },
        },
      });
      if (!isFirst) {
        const earlier = await getItem(store, { table, key, schema: Record });
        return earlier?.bodyHash === bodyHash ? repeat(earlier) : fail(otherBody);
      }
      const answer = await execute();
      const kept = isFinal(answer)
        ? { answer, until: now + keptSeconds }
        : { answer: undefined, until: now };
      await updateItem(store, {
        table,
        key,
        update: {
          expression: kept.answer
            ? 'SET answer = :answer, expiresAt = :until'
            : 'SET expiresAt = :until',
          values: {
            ':until': kept.until,
            ...(kept.answer && { ':answer': { statusCode: answer.statusCode, body: answer.body } }),
          },
        },
      });
      return ok(answer);
    },
  };
}

/** A server error is not an answer: the caller may try again with the same key. */
const isFinal = (answer: APIGatewayProxyStructuredResultV2) => (answer.statusCode ?? 500) < 500;

function repeat(earlier: z.infer<typeof Record>): Result<APIGatewayProxyStructuredResultV2> {
  if (!earlier.answer) return fail(running);
  const { statusCode, body } = earlier.answer;
  return ok({
    statusCode,
    headers: {
      'content-type': statusCode < 400 ? 'application/json' : 'application/problem+json',
      'idempotency-replayed': 'true',
    },
    ...(body !== undefined && { body }),
  });
}

const running: Problem = {
  ...conflict('STILL_RUNNING', {
    fr: 'La même demande est en cours',
    en: 'The same request is still running',
  }),
  retryAfterSeconds: 2,
};

const otherBody: Problem = {
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  title: {
    fr: 'Cette clé a servi pour une autre demande',
    en: 'This key was used for another request',
  },
};
