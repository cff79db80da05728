import type { RuleId } from '../../problem.ts';
import type { Text } from '../../text.ts';

/** A use of the reader file that nobody can allow: there is no override, for any role (CAM-10). */
export interface ForbiddenPurpose {
  readonly number: `X${number}`;
  readonly title: Text;
  /** The rule that a refusal names. */
  readonly rule: RuleId;
}

/** X01–X06. */
export const forbiddenPurposes = {
  POLITICAL: {
    number: 'X01',
    title: { fr: 'Communication politique ou d’un élu', en: 'Political or elected-person message' },
    rule: 'CAM-10',
  },
  PARTNER_MAILING: {
    number: 'X02',
    title: { fr: 'Envoi pour un partenaire ou une association', en: 'Mailing for a partner' },
    rule: 'CAM-09',
  },
  NOMINATIVE_LIST: {
    number: 'X03',
    title: { fr: 'Liste de noms pour un élu ou un service', en: 'List of names for a third party' },
    rule: 'DIS-01',
  },
  SALE: {
    number: 'X04',
    title: { fr: 'Vente du fichier', en: 'Sale of the file' },
    rule: 'CAM-01',
  },
  GENERAL_MUNICIPAL: {
    number: 'X05',
    title: { fr: 'Communication générale de la mairie', en: 'General municipal communication' },
    rule: 'CAM-01',
  },
  CROSS_FILE: {
    number: 'X06',
    title: {
      fr: 'Croisement avec un fichier social, électoral ou le numéro de sécurité sociale',
      en: 'Join with a social or electoral file or the social security number',
    },
    rule: 'DAT-08',
  },
} as const satisfies Record<string, ForbiddenPurpose>;
