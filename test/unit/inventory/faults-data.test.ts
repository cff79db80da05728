import { club, house, inClub, inHouse, itRefuses, shapeRemedy } from './refusals.ts';

itRefuses([
  {
    title: '[RGT-01] a store of personal data without erasure handler',
    edits: [inClub("      erasure: 'handlers/erase.ts',\n", '')],
    faults: [
      {
        file: club,
        field: 'personalData.0.erasure',
        message: 'No handler erases this store.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: '[RGT-01] a store of personal data without export handler',
    edits: [inClub("      export: 'handlers/export.ts',\n", '')],
    faults: [
      {
        file: club,
        field: 'personalData.0.export',
        message: 'No handler exports this store.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: '[RGT-01] an erasure handler that no run calls',
    edits: [inClub("      erasure: 'handlers/erase.ts',", "      erasure: 'handlers/forget.ts',")],
    faults: [
      {
        file: club,
        field: 'personalData.0.erasure',
        message: 'handlers/forget.ts handles the erasure of Clubs, but no run calls it.',
        remedy: "Add {to: 'erasure', entry: 'handlers/forget.ts', grants: […]} to contributes.",
      },
    ],
  },
  {
    title: 'an erasure handler whose file does not exist',
    edits: [inClub(/handlers\/erase\.ts/gu, 'handlers/forget.ts')],
    faults: [
      {
        file: club,
        field: 'contributes.0.entry',
        message: 'There is no file handlers/forget.ts in reading-club.',
        remedy: 'Create it with `export const contribute`, or correct the path.',
      },
    ],
  },
  {
    title: 'a table that does not say what personal data it holds',
    edits: [inHouse(/notPersonal: \{[^}]+\},?/u, '')],
    faults: [
      {
        file: house,
        field: 'tables.Rules',
        message: 'Nothing says what personal data this table holds.',
        remedy:
          'Add a line to personalData for each store in it, or say in notPersonal why it holds none.',
      },
    ],
  },
  {
    title: 'a table called not personal that holds a store',
    edits: [inClub('outbox: true }', "outbox: true, notPersonal: { fr: 'Non', en: 'No' } }")],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.notPersonal',
        message: 'The table is called not personal, yet personalData lists a store in it.',
        remedy: 'Remove notPersonal, or the line of personalData.',
      },
    ],
  },
  {
    title: 'a store in a table that nobody declares',
    edits: [inClub("table: 'Clubs',\n      category", "table: 'Klubs',\n      category")],
    faults: [
      {
        file: club,
        field: 'personalData.0.table',
        message: 'No plugin declares the table Klubs.',
        remedy: 'Declare it under tables, or correct the name.',
      },
      {
        file: club,
        field: 'tables.Clubs',
        message: 'Nothing says what personal data this table holds.',
        remedy:
          'Add a line to personalData for each store in it, or say in notPersonal why it holds none.',
      },
    ],
  },
  {
    title: '[RET-20] a key table that can be restored after more than 7 days',
    edits: [inClub('pitrDays: 35', 'keyTable: true, pitrDays: 8')],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.pitrDays',
        message: 'Keys could be restored for 8 days after their destruction.',
        remedy:
          'Set pitrDays to at most 7: irreversibleAt of every certificate depends on it (RET-20).',
      },
    ],
  },
  {
    title: 'an index that would hide the outbox',
    edits: [
      inClub(
        'outbox: true',
        "indexes: { outbox: { partition: 'x', projection: 'ALL' } }, outbox: true",
      ),
    ],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.indexes.outbox',
        message: 'The index outbox is reserved.',
        remedy: 'Set outbox: true and the inventory adds it.',
      },
    ],
  },
]);
