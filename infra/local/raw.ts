import { paginateScan, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createReadStream } from 'node:fs';
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What still holds a text, by where it was found. */
export interface RawCount {
  readonly count: number;
  readonly items: number;
  readonly queueBodies: number;
  readonly logLines: number;
  readonly files: number;
}

interface Place {
  readonly client: DynamoDBClient;
  readonly tables: readonly string[];
  readonly dataFolder: string;
}

/**
 * Proof of forgetting: what of the network still contains a text, bytes of binary attributes included.
 *
 * Items are those that a scan of every table returns; the engine's own file is not searched, because SQLite keeps
 * the bytes of deleted rows in free pages until it reuses them, and DynamoDB shows neither. Mails and SMS that were
 * caught, and the opt-out list of the SMS provider, are not counted: they are not ours.
 * @param text not empty
 */
export async function countRaw(text: string, place: Place): Promise<RawCount> {
  const needles = spellings(text);
  const [items, queueBodies, logLines, files] = await Promise.all([
    countItems(needles, place),
    countFiles(needles, place.dataFolder, ['aws/queues/**', 'aws/pushes/**']),
    countLines(text, place.dataFolder),
    countFiles(needles, place.dataFolder, ['*', 'keys/**', 'checkpoints/**', 'aws/keys/**']),
  ]);
  return { count: items + queueBodies + logLines + files, items, queueBodies, logLines, files };
}

/** As it is, as JSON writes it inside a string, and as a JSON body inside a JSON file. */
function spellings(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, once, JSON.stringify(once).slice(1, -1)])];
}

async function countItems(needles: readonly string[], { client, tables }: Place): Promise<number> {
  let found = 0;
  for (const TableName of tables) {
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      found += (page.Items ?? []).filter((item) =>
        Object.values(item).some((value) => holds(value, needles)),
      ).length;
    }
  }
  return found;
}

function holds(value: AttributeValue, needles: readonly string[]): boolean {
  const text = value.S ?? value.N;
  if (text !== undefined) return needles.some((needle) => text.includes(needle));
  const bytes = value.B ? [value.B] : (value.BS ?? []);
  const inner = [...(value.L ?? []), ...Object.values(value.M ?? {})];
  return (
    (value.SS ?? value.NS ?? []).some((one) => needles.some((needle) => one.includes(needle))) ||
    bytes.some((one) => needles.some((needle) => Buffer.from(one).includes(needle))) ||
    inner.some((one) => holds(one, needles))
  );
}

async function countFiles(
  needles: readonly string[],
  folder: string,
  patterns: readonly string[],
): Promise<number> {
  let found = 0;
  for await (const name of glob([...patterns], { cwd: folder })) {
    const file = join(folder, name);
    if (!(await stat(file).catch(() => undefined))?.isFile()) continue;
    const bytes = await readFile(file);
    if (needles.some((needle) => bytes.includes(needle))) found += 1;
  }
  return found;
}

async function countLines(text: string, folder: string): Promise<number> {
  const needles = spellings(text);
  let found = 0;
  for await (const name of glob('logs/*.jsonl', { cwd: folder })) {
    const lines = createInterface({
      input: createReadStream(join(folder, name)),
      crlfDelay: Infinity,
    });
    for await (const line of lines) if (needles.some((needle) => line.includes(needle))) found += 1;
  }
  return found;
}
