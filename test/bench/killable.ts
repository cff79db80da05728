import { startLocal } from '../../infra/local/local.ts';

/** A process of its own, to be killed: `killable.ts <data folder>` prints its address. */
const [dataFolder = ''] = process.argv.slice(2);
const { url } = await startLocal({ dataFolder });
process.stdout.write(`${url}\n`);
