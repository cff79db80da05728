import * as z from 'zod';

const Fields = z.record(z.string(), z.unknown());

/**
 * The value at a path of claims: `roles`, `realm_access.roles`, `https://id.fr/roles`. Names may hold dots themselves
 * (`resource_access.my.client.roles`), so each is tried as a whole before it is split.
 */
export function valueAt(claims: unknown, path: string): unknown {
  const fields = fieldsOf(claims);
  if (!fields) return undefined;
  if (Object.hasOwn(fields, path)) return fields[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(fields, head)
      ? valueAt(fields[head], path.slice(dot + 1))
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * An object, or one written as JSON. API Gateway itself writes `map[key:value]`, in which a value with a space can
 * imitate another key: that form is never read (see `claimsOfToken`).
 */
function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  const text = typeof value === 'string' && value.startsWith('{') ? value : undefined;
  return Fields.safeParse(text === undefined ? value : jsonOf(text)).data;
}

/**
 * The claims of the token that the gateway has verified, read from the token itself: the gateway's own copy loses
 * the borders of lists and objects. Nothing when the two are not of the same person and issuer.
 *
 * @param verified the gateway's copy: without it no signature was checked
 */
export function claimsOfToken(
  authorization: string | undefined,
  verified: unknown,
): Record<string, unknown> | undefined {
  const payload = /^(?:Bearer\s+)?[\w-]+\.(?<payload>[\w-]+)\.[\w-]+$/iu.exec(authorization ?? '')
    ?.groups?.['payload'];
  if (payload === undefined) return undefined;
  const claims = Fields.safeParse(jsonOf(Buffer.from(payload, 'base64url').toString())).data;
  const copy = Fields.safeParse(verified).data;
  return ['sub', 'iss'].every((name) => claims?.[name] === copy?.[name]) ? claims : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
