import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '#core/manifest.ts';
import { declarationsOf, entriesOf, faultIn, namesOf, type Check } from './fault.ts';

interface Use {
  /** Field that names the function. */
  readonly field: string;
  readonly function: string;
}

/** Everything of a plugin that calls one of its functions. */
function usesOf(manifest: PluginManifest): Use[] {
  return [
    ...entriesOf(manifest.routes).map(([name, route]) => ({
      field: `routes.${name}.function`,
      function: route.function,
    })),
    ...entriesOf(manifest.schedules).map(([name, schedule]) => ({
      field: `schedules.${name}.function`,
      function: schedule.function,
    })),
    ...(['consumes', 'receives'] as const).flatMap((list) =>
      (manifest[list] ?? []).map((one, at) => ({
        field: `${list}.${String(at)}.function`,
        function: one.function,
      })),
    ),
  ];
}

/** Routes, schedules and events name functions that exist, and no function is deployed with rights for nothing. */
export const checkFunctions: Check = (plugin) => {
  const { functions } = plugin.manifest;
  const uses = usesOf(plugin.manifest);
  const used = new Set(uses.map((use) => use.function));
  return [
    ...uses
      .filter((use) => !Object.hasOwn(functions, use.function))
      .map((use) =>
        faultIn(plugin, {
          field: use.field,
          message: `The plugin has no function ${use.function}.`,
          remedy: `Name one of: ${Object.keys(functions).join(', ')}.`,
        }),
      ),
    ...Object.keys(functions)
      .filter((name) => used.has(name) === (functions[name]?.byHand === true))
      .map((name) =>
        faultIn(plugin, {
          field: `functions.${name}`,
          message: used.has(name)
            ? 'Something calls this function, and it is said to be called by hand alone.'
            : 'No route, schedule or event calls this function.',
          remedy: used.has(name)
            ? 'Drop byHand.'
            : 'Remove it, or name it in routes, schedules, consumes or receives.',
        }),
      ),
  ];
};

/** The files that a manifest names are there. */
export const checkEntries: Check = (plugin) => [
  ...declarationsOf(plugin)
    .filter(({ spec }) => !existsSync(join(plugin.folder, spec.entry)))
    .map(({ field, spec }) =>
      faultIn(plugin, {
        field: `${field}.entry`,
        message: `There is no file ${spec.entry} in ${plugin.manifest.name}.`,
        remedy: `Create it with \`export const ${'to' in spec ? 'contribute' : 'create'}\`, or correct the path.`,
      }),
    ),
  ...entriesOf(plugin.manifest.provides)
    .filter(() => !existsSync(join(plugin.folder, 'provides.ts')))
    .map(([name]) =>
      faultIn(plugin, {
        field: `provides.${name}`,
        message: 'The plugin offers an interface but has no provides.ts.',
        remedy:
          'Implement the interface in provides.ts: it is the only file that other plugins may import.',
      }),
    ),
];

/** Consumed events are emitted, required interfaces provided, granted tables declared. */
export const checkNetwork: Check = (plugin, all) => {
  const emitted = new Set(all.flatMap(({ manifest }) => manifest.emits ?? []));
  const provided = namesOf(all, (manifest) => manifest.provides);
  return [
    ...(plugin.manifest.consumes ?? []).flatMap(({ type }, at) =>
      emitted.has(type)
        ? []
        : faultIn(plugin, {
            field: `consumes.${String(at)}.type`,
            message: `No plugin emits ${type}.`,
            remedy: `Correct the type, or add it to emits of the plugin that owns it. Emitted: ${listed(emitted)}.`,
          }),
    ),
    ...declarationsOf(plugin).flatMap(({ field, spec }) =>
      (spec.requires ?? [])
        .filter((name) => !provided.has(name))
        .map((name) =>
          faultIn(plugin, {
            field: `${field}.requires`,
            message: `No plugin provides ${name}.`,
            remedy: `Correct the name, or add the plugin that provides it. Provided: ${listed(provided)}.`,
          }),
        ),
    ),
  ];
};

const listed = (names: ReadonlySet<string>) =>
  names.size === 0 ? 'nothing' : [...names].toSorted().join(', ');

/** Rights are given on tables that exist. */
export const checkGrantedTables: Check = (plugin, all) => {
  const tables = namesOf(all, (manifest) => manifest.tables);
  const given = [
    ...declarationsOf(plugin).map(({ field, spec }) => ({ field, grants: spec.grants })),
    ...entriesOf(plugin.manifest.provides).map(([name, { grants }]) => ({
      field: `provides.${name}`,
      grants,
    })),
  ];
  return given.flatMap(({ field, grants }) =>
    grants.flatMap((grant) =>
      'table' in grant && !tables.has(grant.table)
        ? faultIn(plugin, {
            field: `${field}.grants`,
            message: `Grants ${grant.actions.join(', ')} on ${grant.table}, a table that no plugin declares.`,
            remedy: 'Correct the name, or declare the table in the plugin that owns it.',
          })
        : [],
    ),
  );
};

/** A contribution to the intake says which events it applies. */
export const checkIntake: Check = (plugin) =>
  (plugin.manifest.contributes ?? []).flatMap(({ to, types }, at) =>
    (to === 'intake') === (types !== undefined)
      ? []
      : faultIn(plugin, {
          field: `contributes.${String(at)}.types`,
          message:
            to === 'intake'
              ? 'Nothing says which events it applies.'
              : `The run ${to} has no event types.`,
          remedy: to === 'intake' ? "List them: types: ['loan.created']." : 'Remove types.',
        }),
  );
