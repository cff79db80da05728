import { join } from 'node:path';
import type { Grant } from '#core/manifest.ts';
import { bundleForCheck, type CheckedBundle } from './bundle.ts';
import { declarationsOf, faultIn, type Declaration } from './fault.ts';
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
  'dynamodb:Scan': ['Scan'],
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
    const bundle = bundles.value.get(subject.bundle);
    if (!bundle) return [];
    return [
      ...interfaceFaults(subject, { bundle, all: args.plugins }),
      ...unusedActions(subject, commandsIn(bundle.files)),
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

/** Names of the command classes of the SDK among them: each lives in a file of its own. */
function commandsIn(files: readonly string[]): Set<string> {
  return new Set(
    files.flatMap(
      (path) => /@aws-sdk\/[^/]+\/.*\/commands\/(\w+)Command\.js$/u.exec(path)?.[1] ?? [],
    ),
  );
}

/** What the entry requires it imports, and what it calls it requires: else its role lacks the owner's grants. */
function interfaceFaults(
  subject: Subject,
  { bundle, all }: { bundle: CheckedBundle; all: readonly LoadedPlugin[] },
): ManifestFault[] {
  const { plugin, field, spec } = subject;
  return all
    .filter((owner) => owner !== plugin)
    .flatMap(({ manifest: { name, provides } }) => {
      const offered = Object.keys(provides ?? {});
      const required = offered.filter((one) => spec.requires?.includes(one));
      const finding = mismatch({ required, offered, owner: name, entry: spec.entry, bundle });
      return finding ? faultIn(plugin, { field: `${field}.requires`, ...finding }) : [];
    });
}

function mismatch(args: {
  required: readonly string[];
  offered: readonly string[];
  owner: string;
  entry: string;
  bundle: CheckedBundle;
}): { message: string; remedy: string } | undefined {
  const { required, offered, owner, entry, bundle } = args;
  const provides = `functions/${owner}/provides.ts`;
  // A file that only re-exports leaves no code of its own, so what is required need only be imported.
  if (required.length > 0 && !bundle.imported.has(provides)) {
    return {
      message: `Requires ${required.join(', ')}, but nothing reached from ${entry} imports ${provides}.`,
      remedy: 'Remove it from requires.',
    };
  }
  if (required.length > 0 || !bundle.files.includes(provides)) return undefined;
  return {
    message: `Code reached from ${entry} calls ${provides}, which it does not require.`,
    remedy: `Add one of: ${offered.join(', ')}.`,
  };
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
