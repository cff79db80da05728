import * as z from 'zod';
import { scanPages } from '#core/dynamo.ts';
import type { OpenLoans } from '../app/ports.ts';
import { openRecords, RecordItem } from './items.ts';
import { table } from './keys.ts';
import type { Tools } from './tools.ts';

const Placed = RecordItem.extend({ since: z.string() });

/** A scan: it is asked for once a day at most, and an index for it would cost two writes a loan. */
export function createOpenLoans(tools: Tools): OpenLoans {
  return {
    async *of(library) {
      const at = await tools.index('library', library);
      const filter = {
        expression: '#state = :open AND #kind = :loan AND #at = :at',
        names: { '#state': 'state', '#kind': 'kind', '#at': 'at' },
        values: { ':open': 'OPEN', ':loan': 'LOAN', ':at': at },
      };
      for await (const items of scanPages(tools.store, { table, schema: Placed, filter })) {
        const records = await openRecords(tools, items);
        yield records.map((record) => ({
          record,
          lastSignAt: Math.max(...record.signs.map((sign) => sign.at)),
        }));
      }
    },
  };
}
