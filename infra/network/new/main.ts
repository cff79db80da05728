import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describeNetworkFaults } from '../fault.ts';
import { readNetwork, readNetworkFile, type NetworkResult, type ReadNetwork } from '../read.ts';
import { askNetwork, type Person } from './questions.ts';
import { writeNetwork } from './write.ts';

/**
 * `npm run network:new`: asks what a network is and writes its file. `--answers answers.json` (same keys as the file)
 * asks nothing; `--out` chooses the file, which must not exist yet unless `--force`.
 */
const { values } = parseArgs({
  options: {
    answers: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean', default: false },
    en: { type: 'boolean', default: false },
  },
});
const locale = values.en ? 'en' : 'fr';
const read = values.answers === undefined ? await ask() : await readNetworkFile(values.answers);
process.exitCode = read.ok
  ? await write(read.value)
  : refuse(describeNetworkFaults(read.problem, locale));

/** The end of the input ends the program: nothing was written. */
async function ask(): Promise<NetworkResult> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('close', () => process.exit(1));
  const person: Person = {
    locale,
    ask: (question) => terminal.question(`\n${question}`),
    say: (text) => void process.stderr.write(text),
  };
  const answered = await askNetwork(person);
  terminal.removeAllListeners('close').close();
  return answered;
}

async function write({ network }: ReadNetwork): Promise<number> {
  const path = values.out ?? join(import.meta.dirname, `../../networks/${network.id}.yaml`);
  const name = relative(process.cwd(), path);
  if (existsSync(path) && !values.force) {
    return refuse(
      {
        fr: `${name} existe déjà : --force l’écrase.\n`,
        en: `${name} exists already: --force overwrites it.\n`,
      }[locale],
    );
  }
  const text = await format(writeNetwork(network, locale), {
    ...(await resolveConfig(path)),
    parser: 'yaml',
  });
  await writeFile(path, text);
  const written = readNetwork(text, name);
  if (!written.ok) throw new Error(describeNetworkFaults(written.problem, 'en'));
  const next = { fr: 'Ensuite', en: 'Next' }[locale];
  process.stdout.write(
    `${name}\n${describeNetworkFaults(written.value.warnings, locale)}${next} : npm run doctor -- --network ${name}\n`,
  );
  return 0;
}

function refuse(why: string): number {
  process.stderr.write(why);
  return 1;
}
