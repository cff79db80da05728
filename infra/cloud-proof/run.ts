import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

export interface Ran {
  readonly code: number;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

/** Runs a program to its end. What it says goes to `log`, for whoever looks for a fault, and not to the screen. */
export function run(
  command: readonly [string, ...string[]],
  place: { readonly cwd: string; readonly log: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const [program, ...args] = command;
  appendFileSync(place.log, `\n$ ${command.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: place.cwd, env: place.env, stdio: 'pipe' });
    let output = '';
    const note = (bytes: Buffer) => {
      output += bytes.toString('utf8');
      appendFileSync(place.log, bytes);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.stdin.end();
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** As `run`; throws with the last lines when the program fails. */
export async function mustRun(...args: Parameters<typeof run>): Promise<string> {
  const { code, output } = await run(...args);
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-12).join('\n');
  throw new Error(
    `${args[0].slice(0, 3).join(' ')} ended with ${code}:\n${tail}\nall of it: ${args[1].log}`,
  );
}
