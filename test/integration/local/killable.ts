import { startLocal } from '../../../infra/local/local.ts';

/** A process of its own, to be killed: `killable.ts <root> <data folder>` prints its address. */
const [root = '', dataFolder = ''] = process.argv.slice(2);
const { url } = await startLocal({ root, dataFolder });
process.stdout.write(`${url}\n`);
