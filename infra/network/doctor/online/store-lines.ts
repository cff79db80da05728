import type { Network } from '#core/network.ts';
import type { Text } from '#core/text.ts';
import type { Inventory, InventoryTable } from '../../../inventory/types.ts';
import { keyTableDays } from '../offline/deployment.ts';
import { found, missing, told, type Line } from '../line.ts';
import type { Answer } from './answer.ts';
import type { DeployedTable, DeployedTables } from './deployed-tables.ts';
import type { MasterKey, MasterKeys } from './master-keys.ts';
import { unheard } from './unheard.ts';

type Tables = Pick<Inventory, 'tables'>;

/** RET-20, RET-04: the deployed tables are kept and forgotten as the inventory says. */
export async function tableLines(
  network: Network,
  { tables }: Tables,
  deployed: DeployedTables,
): Promise<readonly Line[]> {
  const names = await deployed.names();
  if (!names.known) {
    const what = { fr: 'Tables : sauvegardes et TTL', en: 'Tables: backups and TTL' };
    return [unheard({ id: 'tables', what, why: names.why, rule: 'RET-20' })];
  }
  const pairs = tables.map((table) => [table, names.value.find(isNamed(network, table))] as const);
  const absent = pairs.flatMap(([{ name }, physical]) => (physical === undefined ? [name] : []));
  const present = pairs.flatMap(([table, physical]) =>
    physical === undefined ? [] : [{ table, physical }],
  );
  const lines = await Promise.all(
    present.map(async ({ table, physical }) => tableLine(table, await deployed.describe(physical))),
  );
  return [...(absent.length > 0 ? [absentTables(absent)] : []), ...lines];
}

/** CloudFormation makes the name of the stack, the logical id (with a hash of eight) and a random end. */
function isNamed({ id }: Network, { name }: InventoryTable): (physical: string) => boolean {
  const pattern = new RegExp(`^discretion-${id}-stateful-${name}[0-9A-F]{8}-[A-Z0-9]+$`, 'u');
  return (physical) => pattern.test(physical);
}

const absentTables = (names: readonly string[]): Line =>
  missing(
    'tables.absent',
    {
      fr: `Tables pas encore déployées : ${names.join(', ')}`,
      en: `Tables not deployed yet: ${names.join(', ')}`,
    },
    { fr: 'Déployez (docs/guides/deploy.md).', en: 'Deploy (docs/guides/deploy.md).' },
  );

function tableLine(table: InventoryTable, answer: Answer<DeployedTable>): Line {
  const id = `tables.${table.name}`;
  const what = { fr: `Table ${table.name}`, en: `Table ${table.name}` };
  if (!answer.known) return unheard({ id, what, why: answer.why, rule: 'RET-20' });
  const { pitrDays, ttl } = answer.value;
  const fault = tableFault(table, answer.value);
  return told(id, {
    fault: fault && { fr: `${what.fr} : ${fault.fr}`, en: `${what.en}: ${fault.en}` },
    fine: {
      fr: `${what.fr} : ${pitrDays ?? 0} jours de sauvegarde, TTL ${ttl ?? 'sans'}, protégée`,
      en: `${what.en}: ${pitrDays ?? 0} days of backup, TTL ${ttl ?? 'none'}, protected`,
    },
    remedy: {
      fr: 'Redéployez la pile stateful ; si elle est à jour, quelqu’un l’a changée à la main : voyez CloudTrail.',
      en: 'Deploy the stateful stack again; if it is up to date somebody changed it by hand: see CloudTrail.',
    },
    rule: 'RET-20',
  });
}

function tableFault(
  table: InventoryTable,
  { pitrDays, ttl, isProtected }: DeployedTable,
): Text | undefined {
  if (pitrDays === undefined)
    return { fr: 'aucune sauvegarde continue', en: 'no continuous backup' };
  const most = table.keyTable ? Math.min(table.pitrDays, keyTableDays) : table.pitrDays;
  if (pitrDays > most) {
    return {
      fr: `${pitrDays} jours de sauvegarde au lieu de ${most}`,
      en: `${pitrDays} days of backup instead of ${most}`,
    };
  }
  if (ttl !== table.ttl) {
    return {
      fr: `TTL ${ttl ?? 'absent'} au lieu de ${table.ttl ?? 'aucun'}`,
      en: `TTL ${ttl ?? 'absent'} instead of ${table.ttl ?? 'none'}`,
    };
  }
  return isProtected
    ? undefined
    : { fr: 'sans protection contre l’effacement', en: 'without deletion protection' };
}

/** GOV-15: the keys exist, turn, stay in their region, and the vault serves this network only. */
export async function keyLines(network: Network, keys: MasterKeys): Promise<readonly Line[]> {
  const alias = (part: string) => `alias/discretion/${network.id}/${part}`;
  const wanted = [
    { id: 'keys.storage', key: alias('storage'), isVault: false },
    { id: 'keys.vault', key: alias('vault'), isVault: true },
    ...network.communes.flatMap(({ id, kmsKeyArn }) =>
      kmsKeyArn === undefined ? [] : [{ id: `keys.${id}`, key: kmsKeyArn, isVault: false }],
    ),
  ];
  return Promise.all(
    wanted.map(async ({ id, key, isVault }) => {
      const answer = await keys.describe(key);
      const what = { fr: `Clé ${key}`, en: `Key ${key}` };
      if (!answer.known) return unheard({ id, what, why: answer.why, rule: 'GOV-15' });
      return keyLine(id, what, keyFault(answer.value, isVault ? network.id : undefined));
    }),
  );
}

function keyLine(id: string, what: Text, fault: Text | undefined): Line {
  if (!fault)
    return found(id, { fr: `${what.fr} : en service`, en: `${what.en}: in service` }, 'GOV-15');
  return missing(
    id,
    { fr: `${what.fr} : ${fault.fr}`, en: `${what.en}: ${fault.en}` },
    {
      fr: 'Déployez la pile stateful ; ne détruisez jamais la clé du coffre : elle efface tous les lecteurs.',
      en: 'Deploy the stateful stack; never destroy the vault key: it erases every reader.',
    },
    'GOV-15',
  );
}

function keyFault(key: MasterKey | undefined, onlyFor: string | undefined): Text | undefined {
  const faults: readonly (readonly [boolean, Text])[] = [
    [key === undefined, { fr: 'absente', en: 'absent' }],
    [key?.isEnabled === false, { fr: 'hors service', en: 'out of service' }],
    [
      key?.isMultiRegion === true,
      { fr: 'copiée dans d’autres régions', en: 'copied to other regions' },
    ],
    [key?.rotates === false, { fr: 'sans rotation', en: 'without rotation' }],
    [
      onlyFor !== undefined && key?.onlyFor.includes(onlyFor) === false,
      {
        fr: 'sa règle ne la réserve pas à ce réseau',
        en: 'its policy does not keep it for this network',
      },
    ],
  ];
  return faults.find(([is]) => is)?.[1];
}
