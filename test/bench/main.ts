import { measureColdStart } from './cold-start.ts';
import { measureConsent } from './consent.ts';
import { measureForget } from './forget.ts';
import { measureGate } from './gate.ts';
import { measureIntake } from './intake.ts';
import { measureOverhead } from './overhead.ts';
import { renderReport, type Bench } from './report.ts';

/** `npm run bench -- <name> [--json]`: ratios to a floor measured in the same run (docs/benchmarks.md). */
const benches: Readonly<Record<string, Bench>> = {
  intake: measureIntake,
  consent: measureConsent,
  gate: measureGate,
  forget: measureForget,
  overhead: measureOverhead,
  'cold-start': measureColdStart,
};

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const chosen = names.length > 0 ? names : Object.keys(benches);
const unknown = chosen.find((name) => !(name in benches));
if (unknown) {
  process.stderr.write(
    `Banc inconnu / unknown bench: ${unknown}. ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}

const reports = [];
for (const name of chosen) {
  const bench = benches[name];
  if (bench) reports.push(await bench((line) => process.stderr.write(`${line}\n`)));
}
const isJson = process.argv.includes('--json');
process.stdout.write(
  `${isJson ? JSON.stringify(reports, null, 2) : reports.map(renderReport).join('\n\n')}\n`,
);
process.exit(reports.every(({ passed }) => passed) ? 0 : 1);
