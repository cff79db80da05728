import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createServer } from '../../../infra/local/client.ts';

type Reply = readonly [status: number, body: unknown, headers?: Record<string, string>];
const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server that answers in turn; the last answer is repeated. */
async function answering(replies: readonly Reply[], seen: string[] = []): Promise<string> {
  let turn = 0;
  const http = createHttp((request: IncomingMessage, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    const [status, body, headers = {}] = replies[Math.min(turn, replies.length - 1)] ?? [
      500,
      undefined,
    ];
    turn += 1;
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  open.push(() => http.close());
  await new Promise((resolve) => http.once('listening', resolve));
  const address = http.address();
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
}

const get = { method: 'GET', path: '/x', answer: z.object({ n: z.number() }) } as const;

describe('the client of the API', () => {
  it('comes back when the server says when', async () => {
    const seen: string[] = [];
    const baseUrl = await answering(
      [
        [503, undefined, { 'retry-after': '0' }],
        [200, { n: 1 }],
      ],
      seen,
    );
    expect(await createServer({ baseUrl }).open.call(get)).toEqual({ ok: true, value: { n: 1 } });
    expect(seen).toHaveLength(2);
  });

  it('gives up after six tries', async () => {
    const seen: string[] = [];
    const baseUrl = await answering([[503, { code: 'UNAVAILABLE' }, { 'retry-after': '0' }]], seen);
    expect(await createServer({ baseUrl }).open.call(get)).toEqual({
      ok: false,
      problem: { status: 503, code: 'UNAVAILABLE' },
    });
    expect(seen).toHaveLength(6);
  });

  it('reads a refusal as a value, with its rule', async () => {
    const baseUrl = await answering([[422, { code: 'INVALID', rule: 'DAT-01', status: 422 }]]);
    const answer = await createServer({ baseUrl, token: 't' }).as('ILS').call(get);
    expect(answer).toEqual({
      ok: false,
      problem: { status: 422, code: 'INVALID', rule: 'DAT-01' },
    });
  });

  it('asks a new token once after a 401', async () => {
    const seen: string[] = [];
    const baseUrl = await answering(
      [
        [200, { access_token: 'old' }],
        [401, {}],
        [200, { access_token: 'new' }],
        [200, { n: 2 }],
      ],
      seen,
    );
    expect(await createServer({ baseUrl }).as('DESK').call(get)).toEqual({
      ok: true,
      value: { n: 2 },
    });
    expect(seen).toEqual([
      'POST /_local/token -',
      'GET /x Bearer old',
      'POST /_local/token -',
      'GET /x Bearer new',
    ]);
  });

  it('[GOV-15] tells an unexpected answer by its paths, not by its values', async () => {
    const baseUrl = await answering([[200, { n: 'Nguyên' }]]);
    const answer = await createServer({ baseUrl }).open.call(get);
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: 'UNEXPECTED_ANSWER', detail: 'n: invalid_type' },
    });
  });
});
