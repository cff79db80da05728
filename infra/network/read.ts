import { readFile } from 'node:fs/promises';
import { Network } from '#core/network-schema.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Text } from '#core/text.ts';
import { valueFindings } from './checks.ts';
import type { NetworkFault } from './fault.ts';
import { repeatFindings } from './repeats.ts';
import { schemaFindings, type Finding } from './schema-faults.ts';
import { secretsIn } from './secrets.ts';
import { openSource, type Source } from './source.ts';

export interface ReadNetwork {
  readonly network: Network;
  /** What does not keep the network from being read, but keeps a commune from being live (GOV-02). */
  readonly warnings: readonly NetworkFault[];
}

export type NetworkResult = Result<ReadNetwork, readonly NetworkFault[]>;

/**
 * The one reader of network files: the check, the local runtime, the deployment and the doctor all see the same
 * network or the same faults, all at once, in the order of the file.
 * @param file how the faults call it; nothing is read from there
 */
export function readNetwork(text: string, file: string): NetworkResult {
  const source = openSource(text);
  const secrets = secretsIn(source).map((found) => ({ ...found, file, path: '' }));
  if (source.errors.length > 0) return fail(tidy([...secrets, ...syntaxFaults(source, file)]));
  const parsed = Network.safeParse(source.value);
  const findings = [
    ...valueFindings(source),
    ...repeatFindings(source),
    ...(parsed.success ? [] : schemaFindings(source, parsed.error.issues)),
  ];
  const faults = tidy([
    ...secrets,
    ...mostSpecific(findings).map((one) => fault(source, file, one)),
  ]);
  if (!parsed.success || faults.length > 0) return fail(faults);
  return ok({ network: parsed.data, warnings: warningsOf(source, file) });
}

/** Reads the file at `path`, relative to the current folder or absolute. */
export async function readNetworkFile(path: string): Promise<NetworkResult> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? fail([absent(path)]) : readNetwork(text, path);
}

/** Several say the same of one value: what was checked first knows more of it than the schema. */
function mostSpecific(findings: readonly Finding[]): readonly Finding[] {
  const paths = findings.map(({ path }) => path.join('.'));
  return findings.filter((_, at) => paths.indexOf(paths[at] ?? '') === at);
}

function fault(source: Source, file: string, { path, at, refusal }: Finding): NetworkFault {
  const place = { VALUE: source.placeOf, KEY: source.placeOfKey, USE: source.placeOfUse }[at](path);
  return { file, ...place, path: path.join('.'), ...refusal };
}

/** In the order of the file; what stands behind an alias is told once; a place with a secret tells nothing else. */
function tidy(faults: readonly NetworkFault[]): readonly NetworkFault[] {
  const sorted = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const secretLines = new Set(
    sorted.filter((one) => one.rule === 'GOV-15' && one.path === '').map(({ line }) => line),
  );
  const isTold = (one: NetworkFault, before: readonly NetworkFault[]) =>
    before.some(
      (other) =>
        other.line === one.line &&
        other.column === one.column &&
        other.message.en === one.message.en,
    );
  return sorted.filter(
    (one, at) =>
      !isTold(one, sorted.slice(0, at)) && (one.path === '' || !secretLines.has(one.line)),
  );
}

const syntax: Readonly<Record<string, Text>> = {
  DUPLICATE_KEY: {
    fr: 'Cette clé est écrite deux fois au même endroit.',
    en: 'This key is written twice in the same place.',
  },
  TAB_AS_INDENT: {
    fr: 'Le début de ligne a une tabulation.',
    en: 'The line starts with a tabulation.',
  },
  MULTIPLE_DOCS: { fr: 'Le fichier contient deux documents.', en: 'The file holds two documents.' },
  BAD_ALIAS: {
    fr: 'Ce renvoi (*alias) ne mène à rien.',
    en: 'This reference (*alias) leads nowhere.',
  },
  ALIASES: { fr: 'Trop de renvois (*alias).', en: 'Too many references (*alias).' },
};

function syntaxFaults(source: Source, file: string): readonly NetworkFault[] {
  return source.errors.map(({ code, place }) => ({
    file,
    ...place,
    path: '',
    message: syntax[code] ?? {
      fr: `Ce n’est pas du YAML (${code}).`,
      en: `This is not YAML (${code}).`,
    },
    remedy: {
      fr: 'Vérifiez les deux-points, les guillemets, les crochets et le retrait (des espaces) de cette ligne et de la précédente.',
      en: 'Look at colons, quotes, brackets and indentation (spaces) of this line and of the one before.',
    },
  }));
}

function warningsOf(source: Source, file: string): readonly NetworkFault[] {
  return source
    .matching('communes.*')
    .filter(({ path }) => !source.has([...path, 'dpo']))
    .map(({ path }) => ({
      file,
      ...source.placeOf(path),
      path: [...path, 'dpo'].join('.'),
      message: {
        fr: 'Cette commune n’a pas de DPO : elle est BLOCKED, rien ne part pour ses lecteurs.',
        en: 'This commune has no DPO: it is BLOCKED, nothing is sent to its readers.',
      },
      remedy: {
        fr: 'Ajoutez « dpo: { name: …, email: … } », mutualisé ou non.',
        en: 'Add "dpo: { name: …, email: … }", shared or not.',
      },
      rule: 'GOV-02' as const,
    }));
}

const absent = (file: string): NetworkFault => ({
  file,
  line: 1,
  column: 1,
  path: '',
  message: {
    fr: 'Ce fichier de réseau n’existe pas ou ne se lit pas.',
    en: 'This network file does not exist or cannot be read.',
  },
  remedy: {
    fr: 'Donnez un fichier de infra/networks, ou créez-le avec « npm run network:new ».',
    en: 'Give a file of infra/networks, or make one with "npm run network:new".',
  },
});
