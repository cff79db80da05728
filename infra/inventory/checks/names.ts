import { basename } from 'node:path';
import type { LoadedPlugin, ManifestFault } from '../types.ts';
import { declarationsOf, entriesOf, faultIn, type Check } from './fault.ts';

interface Claim {
  /** What may exist once in the network: `table Loans`, `GET /v1/patrons/{}`. */
  readonly name: string;
  readonly field: string;
}

/** Two path parameters of different names still match the same requests. */
const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/gu, '{}');

/** What a plugin claims for itself alone. */
function claimsOf(plugin: LoadedPlugin): Claim[] {
  const { manifest } = plugin;
  return [
    ...Object.keys(manifest.functions).map((name) => ({
      name: `function ${manifest.name}-${name}`,
      field: `functions.${name}`,
    })),
    ...entriesOf(manifest.routes).map(([name, route]) => ({
      name: `${route.method} ${shapeOf(route.path)}`,
      field: `routes.${name}.path`,
    })),
    ...entriesOf(manifest.schedules).map(([name]) => ({
      name: `schedule ${manifest.name}-${name}`,
      field: `schedules.${name}`,
    })),
    ...entriesOf(manifest.tables).map(([name]) => ({
      name: `table ${name.toLowerCase()}`,
      field: `tables.${name}`,
    })),
    ...entriesOf(manifest.provides).map(([name]) => ({
      name: `interface ${name}`,
      field: `provides.${name}`,
    })),
    ...soleRights(plugin),
  ];
}

/** One function of the network composes a run, beside those called by hand; one sends on a channel, or the gate could be passed by (CON-04). */
function soleRights(plugin: LoadedPlugin): Claim[] {
  return declarationsOf(plugin).flatMap(({ field, spec }) => [
    ...('composes' in spec && spec.byHand !== true
      ? [{ name: `run ${spec.composes}`, field: `${field}.composes` }]
      : []),
    ...spec.grants.flatMap((grant) =>
      'send' in grant ? [{ name: `right to send ${grant.send}`, field: `${field}.grants` }] : [],
    ),
  ]);
}

/** Plugins do not claim the same name. The second in the order of names is at fault. */
export const checkClaims: Check = (plugin, all) => {
  const claims = all.flatMap((owner) => claimsOf(owner).map((claim) => ({ owner, claim })));
  return claims.flatMap(({ owner, claim }, at) => {
    const first = claims.findIndex((other) => other.claim.name === claim.name);
    const earlier = claims[first];
    if (owner !== plugin || first === at || !earlier) return [];
    return faultIn(plugin, {
      field: claim.field,
      message: `${claim.name} is already taken by ${earlier.claim.field} of ${earlier.owner.manifest.name}.`,
      remedy: 'Rename one of the two, or leave it to its owner.',
    });
  });
};

/** A plugin is called like its folder. */
export const checkFolder: Check = (plugin): readonly ManifestFault[] =>
  plugin.manifest.name === basename(plugin.folder)
    ? []
    : [
        faultIn(plugin, {
          field: 'name',
          message: `The plugin is called ${plugin.manifest.name} but lives in ${basename(plugin.folder)}.`,
          remedy: 'Give both the same name.',
        }),
      ];
