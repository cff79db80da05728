import type { PersonalDataStore, TableSpec } from '#core/manifest.ts';
import { entriesOf, faultIn, namesOf, type Check, type Finding } from './fault.ts';

/** RET-20: backups of key tables would outlive the keys that erasure destroys. */
const keyTablePitrDays = 7;

/** Every store of personal data is erased and exported by code that the runs really call (RGT-01, art. 15, 17, 20). */
export const checkStores: Check = (plugin, all) => {
  const tables = namesOf(all, (manifest) => manifest.tables);
  return (plugin.manifest.personalData ?? []).flatMap((store, at) => {
    const field = `personalData.${String(at)}`;
    const unknown = tables.has(store.table)
      ? []
      : [
          faultIn(plugin, {
            field: `${field}.table`,
            message: `No plugin declares the table ${store.table}.`,
            remedy: 'Declare it under tables, or correct the name.',
          }),
        ];
    const unwired = (['erasure', 'export'] as const)
      .filter((run) => !isContributed(plugin.manifest.contributes, { run, file: store[run] }))
      .map((run) => faultIn(plugin, notContributed({ field, store, run })));
    return [...unknown, ...unwired];
  });
};

function isContributed(
  contributions: Parameters<Check>[0]['manifest']['contributes'],
  handler: { run: string; file: string },
): boolean {
  return (contributions ?? []).some(
    ({ to, entry }) => to === handler.run && entry === handler.file,
  );
}

function notContributed(args: {
  field: string;
  store: PersonalDataStore;
  run: 'erasure' | 'export';
}): Finding {
  const { field, store, run } = args;
  return {
    field: `${field}.${run}`,
    message: `${store[run]} handles the ${run} of ${store.table}, but no run calls it.`,
    remedy: `Add {to: '${run}', entry: '${store[run]}', grants: […]} to contributes.`,
  };
}

/** A table holds personal data, and says which, or says why not. */
export const checkTables: Check = (plugin, all) => {
  const stores = new Set(
    all.flatMap(({ manifest }) => manifest.personalData ?? []).map(({ table }) => table),
  );
  return entriesOf(plugin.manifest.tables).flatMap(([name, table]) =>
    tableFindings(table, stores.has(name)).map((finding) =>
      faultIn(plugin, { ...finding, field: `tables.${name}${finding.field}` }),
    ),
  );
};

function tableFindings(table: TableSpec, hasStore: boolean): Finding[] {
  const findings: [boolean, Finding][] = [
    [
      !hasStore && !table.notPersonal,
      {
        field: '',
        message: 'Nothing says what personal data this table holds.',
        remedy:
          'Add a line to personalData for each store in it, or say in notPersonal why it holds none.',
      },
    ],
    [
      hasStore && table.notPersonal !== undefined,
      {
        field: '.notPersonal',
        message: 'The table is called not personal, yet personalData lists a store in it.',
        remedy: 'Remove notPersonal, or the line of personalData.',
      },
    ],
    [
      table.keyTable === true && table.pitrDays > keyTablePitrDays,
      {
        field: '.pitrDays',
        message: `Keys could be restored for ${String(table.pitrDays)} days after their destruction.`,
        remedy: `Set pitrDays to at most ${String(keyTablePitrDays)}: irreversibleAt of every certificate depends on it (RET-20).`,
      },
    ],
    [
      table.indexes !== undefined && 'outbox' in table.indexes,
      {
        field: '.indexes.outbox',
        message: 'The index outbox is reserved.',
        remedy: 'Set outbox: true and the inventory adds it.',
      },
    ],
  ];
  return findings.filter(([wrong]) => wrong).map(([, finding]) => finding);
}
