/**
 * Reads what our own writer (nodemailer's `lib/mail-composer`) produces: RFC 5322 headers, RFC 2047 words, RFC 2045
 * transfer encodings, RFC 2046 multiparts. A catcher's reader: attachments are left out, nothing is refused.
 */
export interface Mail {
  /** Decoded; the name as it was written; a repeated header is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html?: string;
}

export function readMail(bytes: Uint8Array): Mail {
  const root = readPart(Buffer.from(bytes).toString('latin1'));
  const leaves = leavesOf(root);
  const html = leaves.find(({ type }) => type === 'text/html');
  const text = leaves.find(({ type }) => type === 'text/plain');
  return {
    headers: root.headers,
    text: text ? contentOf(text) : '',
    ...(html && { html: contentOf(html) }),
  };
}

/** A header by its name, in any case. */
export function headerOf(
  headers: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  /** One character a byte. */
  readonly body: string;
}

function readPart(source: string): Part {
  const end = /(?:^|\r?\n)\r?\n/u.exec(source);
  const head = end ? source.slice(0, end.index) : source;
  const headers = readHeaders(head);
  const type =
    (headerOf(headers, 'content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
  return { headers, type, body: end ? source.slice(end.index + end[0].length) : '' };
}

function readHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of head.replaceAll(/\r?\n(?=[ \t])/gu, '').split(/\r?\n/u)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim();
    const value = decodeWords(decode(Buffer.from(line.slice(colon + 1).trim(), 'latin1'), 'utf-8'));
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function leavesOf(part: Part): Part[] {
  if (/^attachment/iu.test(headerOf(part.headers, 'content-disposition') ?? '')) return [];
  const boundary = parameter(part, 'boundary');
  if (!part.type.startsWith('multipart/') || !boundary) return [part];
  const slices = `\n${part.body}`.split(`\n--${boundary}`).slice(1);
  const last = slices.findIndex((slice) => slice.startsWith('--'));
  return slices
    .slice(0, last < 0 ? undefined : last)
    .flatMap((slice) => leavesOf(readPart(slice.replace(/^[ \t]*\r?\n/u, '').replace(/\r$/u, ''))));
}

function parameter(part: Part, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s;]+))`, 'iu').exec(
    headerOf(part.headers, 'content-type') ?? '',
  );
  return match?.[1] ?? match?.[2];
}

function contentOf(part: Part): string {
  const encoding = (headerOf(part.headers, 'content-transfer-encoding') ?? '7bit')
    .trim()
    .toLowerCase();
  const text = decode(bytesOf(part.body, encoding), parameter(part, 'charset') ?? 'utf-8');
  return text.replaceAll('\r\n', '\n');
}

function bytesOf(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') return unquote(body.replaceAll(/=[ \t]*\r?\n/gu, ''));
  return Buffer.from(body, 'latin1');
}

function unquote(text: string): Buffer {
  const raw = text.replaceAll(/=([0-9a-f]{2})/giu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(raw, 'latin1');
}

/** RFC 2047 §6.2: white space between two encoded words is no space, and a character may span both. */
function decodeWords(value: string): string {
  const word = /=\?([^?]+)\?([bq])\?([^?]*)\?=/giu;
  return value.replaceAll(/=\?[^?]+\?[bq]\?[^?]*\?=(?:\s*=\?[^?]+\?[bq]\?[^?]*\?=)*/giu, (run) => {
    const words = [...run.matchAll(word)];
    const bytes = words.map(([, , kind = '', text = '']) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' ')),
    );
    const sameCharset = new Set(words.map(([, charset]) => charset?.toLowerCase())).size === 1;
    if (sameCharset) return decode(Buffer.concat(bytes), words[0]?.[1] ?? 'utf-8');
    return words
      .map(([, charset = 'utf-8'], n) => decode(bytes[n] ?? Buffer.alloc(0), charset))
      .join('');
  });
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset that nobody knows: still show something
  }
}
