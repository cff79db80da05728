import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fault, type Answer, type Fault } from './answer.ts';
import { queryErrorXml, queryXml, readForm, type Form } from './query-protocol.ts';

/** A service of the Query protocol: a form in, XML out. Told from others by the version that its client states. */
export interface QueryService {
  readonly version: string;
  readonly namespace: string;
  readonly actions: Readonly<Record<string, (form: Form) => Answer>>;
}

/** A service of the JSON protocol, named by `X-Amz-Target: <target>.<Action>`. */
export interface JsonService {
  readonly target: string;
  readonly contentType: string;
  readonly namespace: string;
  readonly actions: Readonly<Record<string, (input: unknown) => Answer>>;
}

export interface HttpOptions {
  readonly query: readonly QueryService[];
  readonly json: readonly JsonService[];
  /** 0 for any free port. */
  readonly port: number;
  /** How long a silent provider holds the line, in milliseconds of real time. */
  readonly silenceMs: number;
}

export interface Http {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves on the loopback interface only. Signatures are not checked: there is no secret to sign with. */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const server = createServer((request, response) => {
    readBody(request, (body) => respond({ options, request, response, body }));
  });
  // A server that closes idle connections races with the next request; a sender would have to call that UNKNOWN.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () =>
    then(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
  );
}

interface Exchange {
  readonly options: HttpOptions;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

function respond(exchange: Exchange): void {
  const target = exchange.request.headers['x-amz-target'];
  if (typeof target === 'string') respondJson(exchange, target);
  else respondQuery(exchange);
}

function respondJson(exchange: Exchange, target: string): void {
  const [name, action = ''] = target.split('.');
  const service = exchange.options.json.find((one) => one.target === name);
  const act = service?.actions[action];
  const answer = act ? act(parseJson(exchange.body)) : fault('UnknownOperationException', '');
  const contentType = service?.contentType ?? 'application/x-amz-json-1.0';
  finish(exchange, answer, {
    contentType,
    done: (value) => JSON.stringify(value),
    fault: ({ code, message }) =>
      JSON.stringify({ __type: `${service?.namespace ?? 'aws'}#${code}`, message }),
  });
}

/** @returns undefined for what is not JSON; every action then refuses it */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function respondQuery(exchange: Exchange): void {
  const form = readForm(exchange.body);
  const action = form.get('Action') ?? '';
  const service = exchange.options.query.find((one) => one.version === form.get('Version'));
  const namespace = service?.namespace ?? '';
  const act = service?.actions[action];
  const answer = act
    ? act(form)
    : fault('InvalidAction', 'The action is not valid for this web service.');
  finish(exchange, answer, {
    contentType: 'text/xml',
    done: (value) => queryXml(action, namespace, value),
    fault: (error) => queryErrorXml(error, namespace),
  });
}

interface Writer {
  readonly contentType: string;
  done(value: Readonly<Record<string, unknown>>): string;
  fault(error: Fault): string;
}

function finish({ options, request, response }: Exchange, answer: Answer, writer: Writer): void {
  if (answer.kind === 'HANG_UP') {
    request.socket.destroy();
  } else if (answer.kind === 'SILENCE') {
    setTimeout(() => request.socket.destroy(), options.silenceMs).unref();
  } else {
    const body = Buffer.from(
      answer.kind === 'DONE' ? writer.done(answer.value) : writer.fault(answer),
    );
    const status = answer.kind === 'DONE' ? 200 : answer.status;
    response.writeHead(status, {
      'content-type': writer.contentType,
      'content-length': body.length,
    });
    response.end(body);
  }
}
