import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type * as z from 'zod';
import {
  CirculationCsv,
  CopyCsv,
  HoldCsv,
  LibraryCsv,
  Mapping,
  PatronCsv,
  type EvergreenExport,
} from './evergreen-rows.ts';

/** Reads one export; a missing column is told by its name and line, never by its content. */
async function readTable<T>(file: string, row: z.ZodType<T>): Promise<T[]> {
  const records: unknown[] = parse(await readFile(file), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
  });
  return records.map((record, index) => {
    const parsed = row.safeParse(record);
    if (parsed.success) return parsed.data;
    const columns = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(`${file}, line ${index + 2}: column ${columns} is missing or unreadable`);
  });
}

/** The five CSV exports of `folder`. */
export async function readExport(folder: string): Promise<EvergreenExport> {
  return {
    patrons: await readTable(join(folder, 'patrons.csv'), PatronCsv),
    circulations: await readTable(join(folder, 'circulations.csv'), CirculationCsv),
    holds: await readTable(join(folder, 'holds.csv'), HoldCsv),
    libraries: await readTable(join(folder, 'libraries.csv'), LibraryCsv),
    copies: await readTable(join(folder, 'copies.csv'), CopyCsv),
  };
}

/** A correspondence of libraries (`mappings/*.yaml`). */
export async function readMapping(file: string): Promise<Mapping> {
  return Mapping.parse(parseYaml(await readFile(file, 'utf8')));
}
