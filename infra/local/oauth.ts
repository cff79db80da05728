import { algorithm, clientLifetime, type Identity } from './identity.ts';
import { json, type LocalRequest, type LocalRoutes, type Reply } from './reply.ts';

/** OpenID discovery, keys, and client credentials (RFC 6749 §4.4, RFC 8414): what a machine client needs. */
export function identityRoutes(identity: Identity): LocalRoutes {
  const { issuer, jwks } = identity;
  return {
    'GET /.well-known/openid-configuration': () =>
      json({
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        token_endpoint: `${issuer}/oauth2/token`,
        grant_types_supported: ['client_credentials'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: [algorithm],
      }),
    'GET /.well-known/jwks.json': () => json(jwks),
    'POST /oauth2/token': (request) => exchange(identity, request),
  };
}

async function exchange(identity: Identity, request: LocalRequest): Promise<Reply> {
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.get('grant_type') !== 'client_credentials')
    return json({ error: 'unsupported_grant_type' }, 400);
  const basic = basicCredentials(request.headers['authorization']);
  const [id, secret] = basic ?? [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  const token = await identity.issueToClient(id, secret);
  if (token) return json({ access_token: token, token_type: 'Bearer', expires_in: clientLifetime });
  const refusal = json({ error: 'invalid_client' }, 401);
  return {
    ...refusal,
    headers: { ...refusal.headers, 'www-authenticate': 'Basic realm="discretion"' },
  };
}

function basicCredentials(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^Basic\s+(?<value>\S+)$/iu.exec(authorization ?? '')?.groups?.['value'];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/su);
  return [id, secret];
}
