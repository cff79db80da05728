import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { refusals, StartRefused } from './refusal.ts';

export interface StartOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly reset: boolean;
  /** Loads the demo network into a fresh folder. */
  readonly demo: boolean;
  readonly networkFile?: string;
}

/** @throws StartRefused for an unknown option or a port that is none */
export function readOptions(args: readonly string[]): StartOptions {
  const { reset, port, data, network, 'no-demo': noDemo } = parse(args);
  const number = Number(port);
  if (!/^\d{1,5}$/u.test(port) || number > 65_535)
    throw new StartRefused(refusals.option(`--port ${port}`));
  return {
    dataFolder: resolve(data),
    port: number,
    reset,
    demo: !noDemo,
    ...(network !== undefined && { networkFile: resolve(network) }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        reset: { type: 'boolean', default: false },
        port: { type: 'string', default: '3000' },
        data: { type: 'string', default: '.data' },
        'no-demo': { type: 'boolean', default: false },
        network: { type: 'string' },
      },
    }).values;
  } catch {
    throw new StartRefused(refusals.option(args.join(' ')));
  }
}
