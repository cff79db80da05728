import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseArgs } from 'node:util';
import { compare, overwrite, readTable } from './tables.ts';

const usage = 'npm run restore -- --from <restored table> --to <table of the network> [--write]\n';

/**
 * One table of docs/runbooks/restore.md, in the account that this machine is signed in to: says what would be lost and, with
 * `--write`, puts the restored copy in the place of what is there.
 */
async function main(): Promise<number> {
  const { from, to, write } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  }).values;
  if (from === undefined || to === undefined || to.includes('Keys')) {
    process.stderr.write(usage);
    return 1;
  }
  const client = new DynamoDBClient({});
  const backup = await readTable(client, from);
  const { lost, back, undone } = compare(await readTable(client, to), backup);
  process.stdout.write(
    `${to}: ${String(lost)} lost, ${String(back)} back, ${String(undone)} undone\n`,
  );
  if (!write) return 0;
  await overwrite(client, { table: to, backup });
  const left = compare(await readTable(client, to), backup);
  const isSame = left.lost + left.back + left.undone === 0;
  process.stdout.write(isSame ? 'same as the copy\n' : 'NOT the same as the copy: run it again\n');
  return isSame ? 0 : 1;
}

process.exitCode = await main();
