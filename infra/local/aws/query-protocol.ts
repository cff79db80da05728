import { randomUUID } from 'node:crypto';
import type { Fault } from './answer.ts';

/** The flat form of the AWS Query protocol, which SES and SNS speak. */
export type Form = ReadonlyMap<string, string>;

export function readForm(body: Buffer): Form {
  return new Map(new URLSearchParams(body.toString('latin1')));
}

/** The values under `Name.member.1`, `Name.member.2`… or, for maps, the sub-forms under `Name.entry.1.`… */
export function formList(form: Form, prefix: string): readonly Form[] {
  const list: Form[] = [];
  for (let n = 1; ; n += 1) {
    const start = `${prefix}.${n}`;
    const fields = [...form].filter(([key]) => key === start || key.startsWith(`${start}.`));
    if (fields.length === 0) return list;
    list.push(new Map(fields.map(([key, value]) => [key.slice(start.length + 1), value])));
  }
}

/** `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…`, as AWS writes it. */
export function queryXml(
  action: string,
  namespace: string,
  value: Readonly<Record<string, unknown>>,
): string {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const result = `<${action}Result>${xmlOf(value)}</${action}Result>`;
  return `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`;
}

export function queryErrorXml(fault: Fault, namespace: string): string {
  const type = fault.status >= 500 ? 'Receiver' : 'Sender';
  const error = xmlOf({ Type: type, Code: fault.code, Message: fault.message });
  return `<ErrorResponse xmlns="${namespace}"><Error>${error}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlOf(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
      .join('');
  }
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
