import type { Role } from '#core/caller.ts';
import type { LocalNetwork } from '../local/local.ts';

export interface Answer {
  readonly status: number;
  /** The JSON of the answer, or its text. */
  readonly body: unknown;
  readonly bytes: Uint8Array;
}

export type Ask = (
  role: Role,
  request: string,
  body?: object,
  claims?: { patronRef?: string },
) => Promise<Answer>;

/** Calls the API as anybody would: `ask('DESK', 'GET /v1/patrons/koha:1042')`. */
export const askerOf =
  ({ url, identity }: Pick<LocalNetwork, 'url' | 'identity'>): Ask =>
  async (role, request, body, claims = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const token = await identity.issue({ role, communes: ['*'], ...claims });
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, body: readBody(bytes), bytes };
  };

function readBody(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
