import * as z from 'zod';
import { rules } from '#core/catalogue/rules.ts';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../../../inventory/types.ts';
import { cannotTell, found, missing, told, type Line } from '../line.ts';

/** CloudFormation of the observability stack, as `cdk synth` writes it. */
const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.object({ AlarmActions: z.array(z.unknown()).optional() }).optional(),
    }),
  ),
});

/** Days of recovery of key tables at most (design §5, "Key tables: PITR ≤ 7 days"). */
export const keyTableDays = rules['RET-20'].parameters.pitrDays;
const { minPitrDays, maxPitrDays } = rules['RET-20'].parameters;

type Tables = Inventory['tables'];

const daysOf = (tables: Tables): string =>
  tables.map(({ name, pitrDays }) => `${name} ${pitrDays}`).join(', ');

/** RET-20: what the inventory promises of backups. */
export function backupLines({ tables }: Pick<Inventory, 'tables'>): readonly Line[] {
  return [keyBackupLine(tables.filter(({ keyTable }) => keyTable)), tableBackupLine(tables)];
}

function keyBackupLine(keyTables: Tables): Line {
  const long = keyTables.filter(({ pitrDays }) => pitrDays > keyTableDays);
  return told('backups.keys', {
    fault:
      long.length > 0
        ? {
            fr: `Tables de clés gardées plus de ${keyTableDays} jours : ${daysOf(long)}`,
            en: `Key tables kept more than ${keyTableDays} days: ${daysOf(long)}`,
          }
        : undefined,
    fine: {
      fr: `Sauvegarde des tables de clés, en jours : ${daysOf(keyTables)}`,
      en: `Backup of key tables, in days: ${daysOf(keyTables)}`,
    },
    remedy: {
      fr: `Mettez pitrDays à ${keyTableDays} au plus dans le manifeste.`,
      en: `Set pitrDays to ${keyTableDays} at most in the manifest.`,
    },
    rule: 'RET-20',
  });
}

function tableBackupLine(tables: Tables): Line {
  const outside = tables.filter(({ pitrDays }) => pitrDays < minPitrDays || pitrDays > maxPitrDays);
  return told('backups.tables', {
    fault:
      outside.length > 0
        ? {
            fr: `Sauvegardes hors de ${minPitrDays} à ${maxPitrDays} jours : ${daysOf(outside)}`,
            en: `Backups outside ${minPitrDays} to ${maxPitrDays} days: ${daysOf(outside)}`,
          }
        : undefined,
    fine: {
      fr: `Sauvegarde continue de ${tables.length} tables, ${maxPitrDays} jours au plus`,
      en: `Continuous backup of ${tables.length} tables, ${maxPitrDays} days at most`,
    },
    remedy: {
      fr: `Mettez pitrDays entre ${minPitrDays} et ${maxPitrDays}.`,
      en: `Set pitrDays between ${minPitrDays} and ${maxPitrDays}.`,
    },
    rule: 'RET-20',
  });
}

/**
 * The alarms that would be deployed.
 * @param template text of `cdk.out/discretion-<id>-observability.template.json`, absent before `cdk synth`
 */
export function alarmLine({ id }: Network, template: string | undefined): Line {
  const alarms = template === undefined ? undefined : alarmsOf(template);
  if (!alarms) {
    return cannotTell(
      'alarms',
      {
        fr: 'Alarmes : le modèle de ce réseau n’est pas encore fait',
        en: 'Alarms: the template of this network is not made yet',
      },
      {
        fr: `Lancez npm run synth -- -c network=infra/networks/${id}.yaml, puis cette commande.`,
        en: `Run npm run synth -- -c network=infra/networks/${id}.yaml, then this command.`,
      },
    );
  }
  const mute = alarms.filter((actions) => actions === 0).length;
  if (alarms.length === 0 || mute > 0) {
    return missing(
      'alarms',
      {
        fr: `Alarmes : ${alarms.length}, dont ${mute} qui ne préviennent personne`,
        en: `Alarms: ${alarms.length}, of which ${mute} tell nobody`,
      },
      {
        fr: 'Reliez chacune au sujet Alarms (infra/cdk/observability.ts).',
        en: 'Link each to the topic Alarms (infra/cdk/observability.ts).',
      },
    );
  }
  return found('alarms', {
    fr: `${alarms.length} alarmes, toutes reliées au sujet Alarms`,
    en: `${alarms.length} alarms, all linked to the topic Alarms`,
  });
}

/** Number of actions of each alarm; undefined when the text is no template. */
function alarmsOf(template: string): readonly number[] | undefined {
  const parsed = z.string().transform(toJson).pipe(Template).safeParse(template);
  if (!parsed.success) return undefined;
  return Object.values(parsed.data.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties?.AlarmActions?.length ?? 0);
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
