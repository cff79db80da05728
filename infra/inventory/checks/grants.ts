import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { Grant } from '#core/manifest.ts';
import { bundleForCheck } from './bundle.ts';
import { declarationsOf, entriesOf, faultIn, type Declaration } from './fault.ts';
import { providedGrants, relayGrants, targetOf } from '../merge.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';

type Action = Grant['actions'][number];

/** SDK commands that need an action. One of them must be reachable, or the action is a right for nothing. */
const commandsNeeding: Readonly<Record<Action, readonly string[]>> = {
  'dynamodb:GetItem': ['Get', 'GetItem', 'TransactGet', 'TransactGetItems'],
  'dynamodb:PutItem': ['Put', 'PutItem', 'TransactWrite', 'TransactWriteItems'],
  'dynamodb:UpdateItem': ['Update', 'UpdateItem', 'TransactWrite', 'TransactWriteItems'],
  'dynamodb:DeleteItem': ['Delete', 'DeleteItem', 'TransactWrite', 'TransactWriteItems'],
  'dynamodb:ConditionCheckItem': ['TransactWrite', 'TransactWriteItems'],
  'dynamodb:Query': ['Query'],
  'dynamodb:BatchGetItem': ['BatchGet', 'BatchGetItem'],
  'dynamodb:BatchWriteItem': ['BatchWrite', 'BatchWriteItem'],
  'kms:Decrypt': ['Decrypt'],
  'kms:GenerateDataKey': ['GenerateDataKey'],
  'sqs:SendMessage': ['SendMessage', 'SendMessageBatch'],
  'ses:SendRawEmail': ['SendRawEmail'],
  'sns:Publish': ['Publish'],
};

interface Subject extends Declaration {
  readonly plugin: LoadedPlugin;
  readonly grants: readonly Grant[];
  /** Name of its bundle. */
  readonly bundle: string;
}

/**
 * Refuses rights that no code uses (GOV-10, least privilege): each entry is bundled and tree-shaken, and the
 * SDK commands that remain are compared with its grants. Costs seconds: for the build, not for every start.
 */
export async function checkGrants(args: {
  root: string;
  plugins: readonly LoadedPlugin[];
}): Promise<readonly ManifestFault[]> {
  const subjects = args.plugins.flatMap((plugin) => subjectsOf(plugin, args.plugins));
  const bundles = await bundleForCheck({
    root: args.root,
    entries: subjects.map(({ bundle, plugin, spec }) => ({
      file: join(plugin.folder, spec.entry),
      bundle,
    })),
  });
  if (!bundles.ok) return bundles.problem;
  return subjects.flatMap((subject) => {
    const files = filesIn(bundles.value.get(subject.bundle)?.inputs ?? {});
    return [
      ...interfaceFaults(subject, { files, all: args.plugins }),
      ...unusedActions(subject, commandsIn(files)),
    ];
  });
}

function subjectsOf(plugin: LoadedPlugin, all: readonly LoadedPlugin[]): Subject[] {
  return declarationsOf(plugin).map((declaration) => {
    const { field, spec } = declaration;
    const relays = 'composes' in spec && spec.composes === 'relay';
    const grants = [
      ...spec.grants,
      ...providedGrants(spec.requires ?? [], all),
      ...(relays ? relayGrants(all) : []),
    ];
    return { ...declaration, plugin, grants, bundle: `${plugin.manifest.name}.${field}` };
  });
}

/** Files of which code is left in a bundle. */
function filesIn(inputs: Metafile['outputs'][string]['inputs']): string[] {
  return Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
}

/** Names of the command classes of the SDK among them: each lives in a file of its own. */
function commandsIn(files: readonly string[]): Set<string> {
  return new Set(
    files.flatMap(
      (path) => /@aws-sdk\/[^/]+\/.*\/commands\/(\w+)Command\.js$/u.exec(path)?.[1] ?? [],
    ),
  );
}

/** What the entry requires it calls, and what it calls it requires: else its role lacks the owner's grants. */
function interfaceFaults(
  { plugin, field, spec }: Subject,
  { files, all }: { files: readonly string[]; all: readonly LoadedPlugin[] },
): ManifestFault[] {
  const requires = spec.requires ?? [];
  return all
    .filter((owner) => owner !== plugin)
    .flatMap((owner) => {
      const offered = entriesOf(owner.manifest.provides).map(([name]) => name);
      const required = offered.filter((name) => requires.includes(name));
      const called = files.some((file) =>
        file.endsWith(`functions/${owner.manifest.name}/provides.ts`),
      );
      if (called === required.length > 0) return [];
      return faultIn(plugin, {
        field: `${field}.requires`,
        message: called
          ? `Code reached from ${spec.entry} calls provides.ts of ${owner.manifest.name}, which it does not require.`
          : `Requires ${required.join(', ')}, but no code reached from ${spec.entry} calls it.`,
        remedy: called ? `Add one of: ${offered.join(', ')}.` : 'Remove it from requires.',
      });
    });
}

function unusedActions(
  { plugin, field, spec, grants }: Subject,
  reached: ReadonlySet<string>,
): ManifestFault[] {
  return grants.flatMap((grant) =>
    grant.actions
      .filter((action) => !commandsNeeding[action].some((command) => reached.has(command)))
      .map((action) =>
        faultIn(plugin, {
          field: `${field}.grants`,
          message: `Holds ${action} on ${targetOf(grant)}, but no code reached from ${spec.entry} sends a command that needs it.`,
          remedy:
            'Remove the action; if it comes from requires, drop the interface or split it in two.',
        }),
      ),
  );
}
