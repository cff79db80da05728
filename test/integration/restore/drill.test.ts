import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { drillRestore } from '../../../infra/drill/restore-drill.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-drill-test-'));
afterAll(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('the restore drill', () => {
  it('[RET-20] [RET-04] [CON-04] erased, expired and refused stay so when a backup of four days ago is put back', async () => {
    const told: string[] = [];
    const findings = await drillRestore({
      dataFolder,
      crowd: 5,
      tell: ({ en }) => void told.push(en),
    });
    expect(findings.filter(({ isOk }) => !isOk)).toEqual([]);
    expect(findings).toHaveLength(14);
    // What is lost is said, table by table, and names nobody.
    const lost = told.filter((line) => line.includes(' lost, ')).join('\n');
    expect(lost).toMatch(/Consents: \d+ lost, \d+ back, 1 undone/u);
    expect(lost).not.toMatch(/koha|SubjectKeys|PeriodKeys/u);
  }, 180_000);
});
