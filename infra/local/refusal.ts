import type { Text } from '#core/text.ts';
import type { ManifestFault } from '../inventory/types.ts';

/** Found in no cloud bundle: a test looks for it (`test/cdk`), so the control surface cannot be deployed. */
export const localMark = 'discretion-local-runtime';

/**
 * The local runtime cannot start for a reason that its user can mend. The command prints the sentence and no
 * stack; anything else that is thrown is a bug.
 */
export class StartRefused extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.name = 'StartRefused';
    this.text = text;
  }
}

export const refusals = {
  portTaken: (port: number): Text => ({
    fr: `Le port ${port} est déjà occupé : choisissez-en un autre avec « npm start -- --port ${port + 1} ».`,
    en: `Port ${port} is already taken: choose another with "npm start -- --port ${port + 1}".`,
  }),
  folderUnwritable: (folder: string): Text => ({
    fr: `Impossible d’écrire dans « ${folder} » : donnez un autre dossier avec « --data ».`,
    en: `Cannot write to "${folder}": give another folder with "--data".`,
  }),
  folderInUse: (folder: string, pid: string): Text => ({
    fr: `Le dossier « ${folder} » est déjà utilisé par le processus ${pid} : arrêtez-le ou donnez-en un autre avec « --data ».`,
    en: `Folder "${folder}" is already used by process ${pid}: stop it or give another with "--data".`,
  }),
  engineMissing: (): Text => ({
    fr: 'Le moteur embarqué n’existe pas pour cette machine : lancez DynamoDB Local, puis « DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start ».',
    en: 'There is no embedded engine for this machine: start DynamoDB Local, then "DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start".',
  }),
  engineSilent: (endpoint: string): Text => ({
    fr: `Le moteur DynamoDB ne répond pas à ${endpoint} : lancez-le ou corrigez DYNAMODB_ENDPOINT.`,
    en: `The DynamoDB engine does not answer at ${endpoint}: start it or mend DYNAMODB_ENDPOINT.`,
  }),
  engineUnreadable: (folder: string): Text => ({
    fr: `Le moteur ne peut pas lire « ${folder} » : repartez d’un dossier vide avec « npm start -- --reset ».`,
    en: `The engine cannot read "${folder}": start from an empty folder with "npm start -- --reset".`,
  }),
  restoring: (tables: readonly string[]): Text => ({
    fr: `Une restauration n’est pas terminée (${tables.join(', ')}) : rien n’est servi avant que les effacements y aient été refaits. Voyez docs/runbooks/restore.md.`,
    en: `A restore is not finished (${tables.join(', ')}): nothing is served before the erasures have been done again in it. See docs/runbooks/restore.md.`,
  }),
  networkFile: (faults: Text): Text => ({
    fr: `Le fichier de réseau est refusé :\n${faults.fr}`,
    en: `The network file is refused:\n${faults.en}`,
  }),
  manifests: (first: ManifestFault, others: number): Text => ({
    fr: `Un greffon n’est pas conforme : ${placeOf(first)} : ${first.message}${others > 0 ? ` (et ${others} autres)` : ''} Voyez « npx tsx infra/inventory/check.ts ».`,
    en: `A plugin does not conform: ${placeOf(first)}: ${first.message}${others > 0 ? ` (and ${others} more)` : ''} See "npx tsx infra/inventory/check.ts".`,
  }),
  option: (reason: string): Text => ({
    fr: `Option refusée (${reason}). Options : --reset --port N --data DOSSIER --no-demo --network FICHIER.`,
    en: `Option refused (${reason}). Options: --reset --port N --data DIR --no-demo --network FILE.`,
  }),
} as const;

function placeOf({ file, field }: ManifestFault): string {
  return field ? `${file} › ${field}` : file;
}
