import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const sources = globSync(['functions/**/*.ts', 'layers/**/*.ts']);
const holding = (text: string) =>
  sources.filter((file) => readFileSync(file, 'utf8').includes(text)).toSorted();

describe('[CON-04] nothing is sent past the gate', () => {
  it('one file calls the providers, and each of its calls takes a ticket', () => {
    expect(holding('@aws-sdk/client-ses')).toEqual(['functions/delivery/adapters/providers.ts']);
    expect(holding('@aws-sdk/client-sns')).toEqual(['functions/delivery/adapters/providers.ts']);
    const port = readFileSync('functions/delivery/app/ports.ts', 'utf8');
    expect(port.match(/send\w+\(ticket: Ticket,/gu)).toHaveLength(2);
  });

  it('one file makes tickets, and does not give the class away', () => {
    expect(holding('new GateTicket')).toEqual(['functions/consent/app/gate.ts']);
    expect(readFileSync('functions/consent/app/gate.ts', 'utf8')).not.toMatch(
      /export (?:abstract )?class|export \{[^}]*GateTicket/u,
    );
  });
});
