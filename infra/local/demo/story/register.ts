import type { Screen } from '../progress.ts';
import { readNow, type Step, type Story } from './story.ts';

/** What the steps of a story keep: said at each step, and again as a table at the end. */
export function createRegister(story: Story, screen: Screen) {
  const rows: string[][] = [];
  return {
    enter: async ({ keeps, rules: [rule] }: Step): Promise<void> => {
      if (!keeps || !rule) return;
      const { what, until } = keeps(story);
      screen.write(`       conservé / kept: ${what.fr} / ${what.en} [${rule}] → ${until}\n`);
      const today = (await readNow(story.server)).toPlainDate().toString();
      rows.push([today, what.fr, rule, until]);
    },
    print: (): void => {
      if (rows.length === 0) return;
      const table = [['date', 'quoi / what', 'pourquoi / why', 'jusqu’à / until'], ...rows];
      const widths = (table[0] ?? []).map((_, n) =>
        Math.max(...table.map((row) => row[n]?.length ?? 0)),
      );
      const line = (row: readonly string[]) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0));
      screen.write(`\n${table.map((row) => line(row).join('  ').trimEnd()).join('\n')}\n\n`);
    },
  };
}
