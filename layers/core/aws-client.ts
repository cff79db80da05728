/** The little of a client of the AWS SDK that we touch: its middleware. */
export interface AwsClient {
  readonly middlewareStack: {
    add(middleware: unknown, options: object): void;
    remove(name: string): boolean;
  };
}

export function isAwsClient(client: unknown): client is AwsClient {
  return typeof client === 'object' && client !== null && 'middlewareStack' in client;
}

/**
 * The SDK prepares a line for its logger after each call and ours logs nothing: a quarter of the work of a call. And what it
 * would log are inputs and answers, with the people in them (GOV-15).
 */
export function silent<C>(client: C): C {
  if (isAwsClient(client)) client.middlewareStack.remove('loggerMiddleware');
  return client;
}
