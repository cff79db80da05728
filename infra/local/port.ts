import { createServer, type RequestListener } from 'node:http';
import { limits } from './gateway.ts';
import { refusals, StartRefused } from './refusal.ts';

/** A listening address. Until it serves, it answers 503: the network is starting. */
export interface Port {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/**
 * Listens on the loopback interface only. @param wanted 0: any free one
 * @throws StartRefused when it is taken
 */
export async function openPort(wanted: number): Promise<Port> {
  let serve: RequestListener = (_, response) =>
    response.writeHead(503, { 'retry-after': '1' }).end();
  const server = createServer({ maxHeaderSize: limits.headerBytes }, (request, response) =>
    serve(request, response),
  );
  // A server that closes idle connections races with the next request on a busy machine.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new StartRefused(refusals.portTaken(wanted))));
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : wanted;
  return {
    url: `http://127.0.0.1:${port}`,
    serve(listener) {
      serve = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
