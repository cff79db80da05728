import { scanPages } from '#core/dynamo.ts';
import type { OpenLoan, OpenLoans } from '../app/ports.ts';
import { lifeOf } from '../domain/lifecycle.ts';
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
        yield items.map(unopened);
    },
    find: async (names) => openRecords(tools, await open(names)),
    standing: async (names) => new Set((await open(names)).map(hashOf)),
  };
}

function unopened(item: RecordItem): OpenLoan {
  const { until } = lifeOf(item.signs);
  const lastSignAt = Math.max(...item.signs.map(({ at }) => at));
  return { name: hashOf(item), lastSignAt, ...(until !== undefined && { dueOn: until }) };
}
