import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One call to a service that has no client among our dependencies: Lambda, STS, Logs, CloudFormation, S3. */
export interface ServiceCall {
  readonly service: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Of the endpoint; that of the deployment when absent. */
  readonly region?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Signing {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** `20261123T080000Z` */
  readonly stamp: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/gu, (one) => `%${one.charCodeAt(0).toString(16)}`);

/** AWS Signature Version 4, in the header. */
export function signedFetch(call: ServiceCall, signing: Signing): Promise<Response> {
  const { endpoint, credentials, stamp } = signing;
  const body = call.body ?? '';
  const query = Object.entries(call.query ?? {})
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const headers: Record<string, string> = {
    ...call.headers,
    host: new URL(endpoint).host,
    'x-amz-date': stamp,
    'x-amz-content-sha256': sha256(body),
    ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).toSorted();
  const request = [
    call.method,
    call.path.split('/').map(encode).join('/'),
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim() ?? ''}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const authorization = authorize(request, { ...signing, service: call.service, names });
  const { host: _host, ...sent } = headers;
  return fetch(`${endpoint}${call.path}${query && `?${query}`}`, {
    method: call.method,
    headers: { ...sent, authorization },
    ...(call.body !== undefined && { body }),
  });
}

function authorize(
  request: string,
  { credentials, region, service, stamp, names }: Signing & { service: string; names: string[] },
): string {
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}
