import { scanPages } from '#core/dynamo.ts';
import type { OpenLoans } from '../app/ports.ts';
import { openRecords, RecordItem, visibleRecords } from './items.ts';
import { hashOf, recordKey, table } from './keys.ts';
import type { Tools } from './tools.ts';

/** A scan: it is asked for once a day at most, and an index for it would cost two writes a loan. */
export function createOpenLoans(tools: Tools): OpenLoans {
  const open = async (names: readonly string[]) => {
    const keys = names.map((name) => recordKey('LOAN', name));
    return (await visibleRecords(tools, keys)).filter(({ state }) => state === 'OPEN');
  };
  return {
    nameOf: (loanRef) => tools.index('LOAN', loanRef),
    async *of(library) {
      const at = await tools.index('library', library);
      const filter = {
        expression: '#state = :open AND #kind = :loan AND #at = :at',
        names: { '#state': 'state', '#kind': 'kind', '#at': 'at' },
        values: { ':open': 'OPEN', ':loan': 'LOAN', ':at': at },
      };
      for await (const items of scanPages(tools.store, { table, schema: RecordItem, filter }))
        yield items.map((item) => ({
          name: hashOf(item),
          lastSignAt: Math.max(...item.signs.map((sign) => sign.at)),
        }));
    },
    find: async (names) => openRecords(tools, await open(names)),
    standing: async (names) => new Set((await open(names)).map(hashOf)),
  };
}
