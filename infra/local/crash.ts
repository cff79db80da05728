import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** Body of `POST /_local/crash`: the process is killed the next time it comes by, after `after` passages. */
export const CrashRequest = z.strictObject({ point: z.string(), after: z.int().min(0).default(0) });

export interface CrashPoint {
  readonly point: string;
  /** Passages since this process started. */
  readonly passed: number;
  /** Passages left before the crash; absent when it is not armed. */
  readonly armed?: number;
}

/** The places where the local network can be told to die, as a power cut would have it. */
export interface Crash {
  reached(point: string): void;
  points(): Promise<readonly CrashPoint[]>;
  /** Answers `false` for a point that no source names. */
  arm(request: z.infer<typeof CrashRequest>): Promise<boolean>;
}

/** @param root of the sources, in which the points are looked up @param die what an armed point does */
export function createCrash({
  root,
  die = () => process.kill(process.pid, 'SIGKILL'),
}: {
  readonly root: string;
  readonly die?: () => void;
}): Crash {
  const passed = new Map<string, number>();
  const armed = new Map<string, number>();
  let named: Promise<ReadonlySet<string>> | undefined;
  const known = async () => new Set([...(await (named ??= namedPoints(root))), ...passed.keys()]);
  return {
    reached(point) {
      passed.set(point, (passed.get(point) ?? 0) + 1);
      const left = armed.get(point);
      if (left === undefined) return;
      if (left > 0) {
        armed.set(point, left - 1);
        return;
      }
      // Once only, for who survives it: a test whose `die` throws.
      armed.delete(point);
      die();
    },
    points: async () =>
      [...(await known())].toSorted().map((point) => {
        const left = armed.get(point);
        return {
          point,
          passed: passed.get(point) ?? 0,
          ...(left !== undefined && { armed: left }),
        };
      }),
    arm: async ({ point, after }) => {
      if (!(await known()).has(point)) return false;
      armed.set(point, after);
      return true;
    },
  };
}

async function namedPoints(root: string): Promise<ReadonlySet<string>> {
  const points = new Set<string>();
  for await (const file of glob(['functions/**/*.{ts,tsx}', 'layers/**/*.{ts,tsx}'], {
    cwd: root,
  })) {
    const source = readFileSync(join(root, file), 'utf8');
    for (const [, point] of source.matchAll(/\breached\(\s*['"`]([^'"`$]+)['"`]/gu))
      points.add(point ?? '');
  }
  return points;
}
