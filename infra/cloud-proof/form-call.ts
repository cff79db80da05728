import type { Cloud } from './cloud.ts';
import type { ServiceCall } from './signed-fetch.ts';

const versions = { iam: '2010-05-08', sts: '2011-06-15', cloudformation: '2010-05-15' } as const;

interface FormCall {
  readonly service: keyof typeof versions;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the endpoint; the network's own when absent. */
  readonly region?: string;
}

/** One call in the query protocol. @returns the XML. @throws with the code of AWS and its sentence */
export async function callForm(request: Cloud['request'], call: FormCall): Promise<string> {
  const { service, action, parameters, region } = call;
  const body = new URLSearchParams({
    Action: action,
    Version: versions[service],
    ...parameters,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const sent: ServiceCall = { service, method: 'POST', path: '/', headers, body };
  const answer = await request({ ...sent, ...(region && { region }) });
  const text = await answer.text();
  if (answer.ok) return text;
  throw new Error(`${action}: ${tagOf(text, 'Code')} ${tagOf(text, 'Message')}`);
}

/** Text of the first element of this name. */
export const tagOf = (xml: string, tag: string): string =>
  new RegExp(`<${tag}>([^<]+)</${tag}>`, 'u').exec(xml)?.[1] ?? '';
