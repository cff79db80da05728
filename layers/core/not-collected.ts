import type { RuleId } from './problem.ts';
import type { Text } from './text.ts';

interface NotCollected {
  readonly rule: RuleId;
  readonly text: Text;
  /** The field's name in lower case, without separators and without `id`, `number`, `code`… at its end. */
  readonly names: readonly string[];
}

const words = (names: string) => names.split(' ');

/** What people try to store of a reader, and the rule that says no; any other unknown field is refused by DAT-01 alone. */
const families: readonly NotCollected[] = [
  {
    rule: 'DAT-02',
    text: {
      fr: 'Un numéro de sécurité sociale ne se demande pas.',
      en: 'A national registration number is not asked for.',
    },
    names: words('nir numerosecu numerodesecuritesociale securitesociale ssn socialsecurity insee'),
  },
  {
    rule: 'DAT-03',
    text: {
      fr: 'Ni numéro ni copie d’une pièce d’identité : seulement « vue par, le » (identitySeen).',
      en: 'Neither number nor copy of an identity document: only “seen by, on” (identitySeen).',
    },
    names: words('cni identitycard identity idcard iddocument passport passeport scan'),
  },
  {
    rule: 'DAT-05',
    text: {
      fr: 'La catégorie socioprofessionnelle se dit par « occupation », au premier niveau seulement.',
      en: 'Occupation is told by “occupation”, at the first level only.',
    },
    names: words('csp pcs profession job'),
  },
  {
    rule: 'DAT-08',
    text: {
      fr: 'Aucun numéro d’un fichier social, scolaire, de police, électoral ou fiscal.',
      en: 'No number of a social, school, police, electoral or tax file.',
    },
    names: words(
      'ccas caf rsa cpam ameli social ine school student eleve ecole police voter elector electeur electoral tax fiscal impot external join',
    ),
  },
  {
    rule: 'DAT-09',
    text: {
      fr: 'Le sexe, la nationalité, la situation de famille et la photo ne se demandent pas.',
      en: 'Gender, nationality, family situation and photo are not asked for.',
    },
    names: words(
      'gender sex civility civilite nationality nationalite birthplace lieudenaissance familysituation familystatus marital maritalstatus situationfamiliale children photo picture portrait',
    ),
  },
];

/** The rule that refuses a field by its name, beside DAT-01; nothing when the name says nothing. */
export function refusedBy(field: string): Pick<NotCollected, 'rule' | 'text'> | undefined {
  const name = field
    .replace(/(?:id|no|num|number|numero|ref|key|code|url|file)$/iu, '')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/gu, '')
    .toLowerCase();
  return families.find(({ names }) => names.includes(name));
}
