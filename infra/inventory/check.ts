import { resolve } from 'node:path';
import { checkTree, describeFaults } from './check-tree.ts';

const root = resolve(import.meta.dirname, '../..');
const faults = await checkTree({ root });
process.stdout.write(
  faults.length === 0 ? 'Every manifest and its code agree.\n' : describeFaults(faults),
);
process.exitCode = faults.length === 0 ? 0 : 1;
