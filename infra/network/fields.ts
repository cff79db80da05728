import type { Text } from '#core/text.ts';

/** What one key of the network file is for, and how it may look as YAML. */
export interface Field {
  readonly help: Text;
  /** As it is written in the file; absent when the key holds other keys. */
  readonly example?: string;
}

const field = (fr: string, en: string, example?: string): Field => ({
  help: { fr, en },
  ...(example !== undefined && { example }),
});

/**
 * Every key of the network file, explained once: the JSON Schema, the remedies of `network:check`, the questions of
 * `network:new` and the comments that it writes all come from here. A test holds it against the schema.
 */
export const fields: Readonly<Record<string, Field>> = {
  id: field(
    'Nom court du réseau, qui nomme ce qui est déployé. On ne le change plus.',
    'Short name of the network; it names what is deployed. It never changes.',
    'pays-de-valserine',
  ),
  name: field(
    'Nom du réseau, tel que les lecteurs le lisent.',
    'Name of the network, as readers see it.',
    'Réseau des bibliothèques du Pays de Valserine',
  ),
  region: field(
    'Région AWS de tout ce qui est gardé, dans l’Union européenne (GOV-05).',
    'AWS region of everything that is kept, inside the European Union (GOV-05).',
    'eu-west-3',
  ),
  zone: field(
    'Fuseau horaire, celui de la base IANA. Il fixe le jour où un prêt est oublié (RET-02).',
    'Time zone, as the IANA database names it. It decides the day a loan is forgotten (RET-02).',
    'Europe/Paris',
  ),
  mode: field(
    'Durée des prêts rendus : MONTH_END (fin du quatrième mois), ANNIVERSARY ou DAYS_120, plus courts (RET-03).',
    'How long returned loans stay: MONTH_END (end of the fourth month), ANNIVERSARY or DAYS_120, which are shorter (RET-03).',
    'MONTH_END',
  ),
  publicUrl: field(
    'Adresse des pages des lecteurs, sans barre à la fin.',
    'Address of the pages of readers, without a final slash.',
    'https://bibliotheques.pays-de-valserine.fr',
  ),
  accessibilityContact: field(
    'Adresse de qui répond à un lecteur qui ne peut pas se servir d’une page (GOV-17) ; elle est dans la déclaration d’accessibilité.',
    'Address of whoever answers a reader who cannot use a page (GOV-17); the accessibility statement names it.',
    'accessibilite@bibliotheques.pays-de-valserine.example',
  ),
  identity: field(
    'Fournisseur d’identité des agents et des logiciels (OIDC : ProConnect, Keycloak…).',
    'Identity provider of staff and of library systems (OIDC: ProConnect, Keycloak…).',
  ),
  'identity.issuer': field(
    'Adresse du fournisseur d’identité, telle qu’elle est dans ses jetons (« iss »).',
    'Address of the identity provider, as its tokens say it ("iss").',
    'https://identite.pays-de-valserine.fr',
  ),
  'identity.audience': field(
    'Nom de ce produit chez le fournisseur d’identité (« aud »).',
    'Name of this product at the identity provider ("aud").',
    'discretion',
  ),
  'identity.claims': field(
    'Où les jetons du fournisseur disent ce qu’il faut savoir de qui appelle, s’ils ne le disent pas comme les nôtres. Un chemin va d’un objet à l’autre par des points.',
    'Where the tokens of the provider say what must be known of a caller, when they do not say it as ours do. A path goes from object to object by dots.',
  ),
  'identity.claims.roles': field(
    'Chemin des rôles. Keycloak : realm_access.roles, ou resource_access.<client>.roles.',
    'Path of the roles. Keycloak: realm_access.roles, or resource_access.<client>.roles.',
    'resource_access.discretion.roles',
  ),
  'identity.claims.communes': field(
    'Chemin de la commune ou des communes de l’agent. ProConnect : siret.',
    'Path of the commune or communes of the agent. ProConnect: siret.',
    'siret',
  ),
  'identity.claims.network': field(
    'Chemin du nom court du réseau. Sans lui, l’émetteur et l’audience doivent être ceux de ce réseau seul.',
    'Path of the short name of the network. Without it, issuer and audience must be those of this network alone.',
    'network',
  ),
  'identity.claims.patronRef': field(
    'Chemin de la référence du lecteur qui s’est connecté.',
    'Path of the ref of the reader who signed in.',
    'patron_ref',
  ),
  'identity.claims.guardianOf': field(
    'Chemin des références des enfants dont un lecteur est responsable.',
    'Path of the refs of the children for whom a reader is responsible.',
    'guardian_of',
  ),
  'identity.roleNames': field(
    'Noms des rôles chez le fournisseur. Un nom absent de la liste ne donne aucun droit ; sans liste, les noms sont les nôtres.',
    'Names of the roles at the provider. A name that is not listed gives no right; without a list the names are ours.',
  ),
  'identity.roleNames.*.name': field(
    'Nom du rôle chez le fournisseur.',
    'Name of the role at the provider.',
    'agent-accueil',
  ),
  'identity.roleNames.*.role': field('Rôle qu’il donne ici.', 'Role that it gives here.', 'DESK'),
  'identity.communeNames': field(
    'Noms des communes chez le fournisseur (un SIRET). Un nom absent de la liste ne donne accès à rien ; sans liste, ce sont nos noms courts.',
    'Names of the communes at the provider (a SIRET). A name that is not listed opens nothing; without a list they are our short names.',
  ),
  'identity.communeNames.*.name': field(
    'Nom de la commune chez le fournisseur, entre guillemets si c’est un numéro.',
    'Name of the commune at the provider, in quotes when it is a number.',
    "'21010033300019'",
  ),
  'identity.communeNames.*.commune': field(
    'Nom court de la commune, ou « * » pour tout le réseau.',
    'Short name of the commune, or "*" for the whole network.',
    'valserine',
  ),
  sender: field('Qui envoie les messages.', 'Who sends the messages.'),
  'sender.emailFrom': field(
    'Expéditeur des courriels : nom de l’institution et adresse de son domaine (NOT-07).',
    'Sender of e-mails: name of the institution and an address of its domain (NOT-07).',
    'Bibliothèques du Pays de Valserine <ne-pas-repondre@bibliotheques.pays-de-valserine.fr>',
  ),
  'sender.smsSenderId': field(
    'Nom d’expéditeur des SMS : 3 à 11 lettres ou chiffres, dont une lettre, sans espace (NOT-17).',
    'Sender name of SMS: 3 to 11 letters or digits, one letter at least, no space (NOT-17).',
    'MEDIATHEQUE',
  ),
  'sender.smsTwoWay': field(
    'Les lecteurs peuvent répondre STOP (numéro court loué à AWS) ; sinon le SMS porte un lien (NOT-04).',
    'Readers can answer STOP (short code rented from AWS); else the SMS carries a link (NOT-04).',
    'false',
  ),
  'sender.smsSpendLimitUsd': field(
    'Plafond mensuel de dépense en SMS, en dollars. AWS part de 1 dollar.',
    'Monthly limit of spending on SMS, in US dollars. AWS starts at 1 dollar.',
    '200',
  ),
  smsWindow: field(
    'Heures des SMS qui ne sont pas urgents, du lundi au samedi (NOT-12).',
    'Hours of SMS that are not urgent, Monday to Saturday (NOT-12).',
  ),
  'smsWindow.from': field(
    'Première heure d’envoi, pas avant 08:00 (NOT-12).',
    'First hour of sending, not before 08:00 (NOT-12).',
    "'08:00'",
  ),
  'smsWindow.to': field(
    'Dernière heure d’envoi, pas après 20:00 (NOT-12).',
    'Last hour of sending, not after 20:00 (NOT-12).',
    "'20:00'",
  ),
  smsAfter: field(
    'Nombre de relances par courriel avant le premier SMS (NOT-14).',
    'Number of e-mail reminders before the first SMS (NOT-14).',
    '2',
  ),
  communes: field(
    'Les communes : chacune est responsable de traitement et a son DPO.',
    'The communes: each is a controller and has its DPO.',
  ),
  'communes.*.id': field(
    'Nom court de la commune. On ne le change plus.',
    'Short name of the commune. It never changes.',
    'valserine',
  ),
  'communes.*.name': field('Nom de la commune.', 'Name of the commune.', 'Valserine'),
  'communes.*.zone': field(
    'Fuseau de la commune, si ce n’est pas celui du réseau.',
    'Time zone of the commune, when it is not that of the network.',
    'Indian/Reunion',
  ),
  'communes.*.mode': field(
    'Durée des prêts rendus dans cette commune, si ce n’est pas celle du réseau (RET-03).',
    'How long returned loans stay in this commune, when not as in the network (RET-03).',
    'DAYS_120',
  ),
  'communes.*.dpo': field(
    'Délégué à la protection des données, qui peut être mutualisé. Sans lui la commune n’est pas en service (GOV-02).',
    'Data protection officer, who may be shared. Without one the commune is not live (GOV-02).',
    '{ name: Prénom Nom, email: dpo@valserine.fr }',
  ),
  'communes.*.dpo.name': field(
    'Nom du délégué ou de son service.',
    'Name of the officer or of their service.',
    'Prénom Nom',
  ),
  'communes.*.dpo.email': field(
    'Adresse électronique où on le joint.',
    'E-mail address where they are reached.',
    'dpo@valserine.fr',
  ),
  'communes.*.renewalCounts': field(
    'Le DPO admet qu’une carte renouvelée compte comme un prêt pour l’année d’inactivité (RET-10). Non, sans cette ligne.',
    'The DPO lets a renewed card count like a loan for the year of inactivity (RET-10). No, without this line.',
    'true',
  ),
  'communes.*.cspEnabled': field(
    'Une statistique déclarée se sert de la catégorie socioprofessionnelle, premier niveau (DAT-05). Non, sans cette ligne.',
    'A declared statistic uses the occupation, first level (DAT-05). No, without this line.',
    'true',
  ),
  'communes.*.freeTextNotes': field(
    'Le personnel peut écrire des notes en texte libre, relues, datées, signées, effacées après quatre mois (DAT-04). Non, sans cette ligne.',
    'Staff may write notes in free words, checked, dated, signed, gone after four months (DAT-04). No, without this line.',
    'true',
  ),
  'communes.*.archivesVisaRef': field(
    'Référence de l’accord écrit des archives départementales pour la destruction automatique (RET-21).',
    'Reference of the written agreement of the departmental archives to automatic destruction (RET-21).',
    'AD01-2025-118',
  ),
  'communes.*.hostDecisionRef': field(
    'Référence de la décision du DPO et des archives sur la nationalité de l’hébergeur (GOV-06).',
    'Reference of the decision of the DPO and the archives about the nationality of the host (GOV-06).',
    'DEC-2026-07',
  ),
  'communes.*.kmsKeyArn': field(
    'Clé KMS propre à la commune, si elle en a demandé une (GOV-15).',
    'KMS key of this commune alone, when it asked for one (GOV-15).',
    'arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  ),
  'communes.*.libraries': field(
    'Les bibliothèques de la commune.',
    'The libraries of the commune.',
  ),
  'communes.*.libraries.*.id': field(
    'Nom court de la bibliothèque, unique dans le réseau.',
    'Short name of the library, unique in the network.',
    'vs-centre',
  ),
  'communes.*.libraries.*.name': field(
    'Nom de la bibliothèque, tel que les lecteurs le lisent.',
    'Name of the library, as readers see it.',
    'Médiathèque du Centre',
  ),
  'communes.*.libraries.*.ilsCodes': field(
    'Codes de cette bibliothèque dans les logiciels, avec leur source.',
    'Codes of this library in the library systems, with their source.',
    "['koha:VSC']",
  ),
  'communes.*.libraries.*.ilsCodes.*': field(
    'Un code de bibliothèque avec sa source.',
    'A code of the library with its source.',
    "'koha:VSC'",
  ),
  'communes.*.signoffs': field(
    'Usages que le DPO de cette commune a signés. Sans signature, rien ne part (CAM-02).',
    'Purposes that the DPO of this commune signed. Without one nothing is sent (CAM-02).',
  ),
  'communes.*.signoffs.*.purpose': field(
    'Code de l’usage dans le catalogue (CAM-01).',
    'Code of the purpose in the catalogue (CAM-01).',
    'OVERDUE',
  ),
  'communes.*.signoffs.*.validUntil': field(
    'Dernier jour de la signature : un an au plus (CAM-02).',
    'Last day of the sign-off: one year at most (CAM-02).',
    '2027-11-22',
  ),
  'communes.*.signoffs.*.dpiaRef': field(
    'Référence de l’étude d’impact, pour un usage qui en demande une (GOV-08).',
    'Reference of the impact assessment, for a purpose that needs one (GOV-08).',
    'AIPD-2026-03',
  ),
  'communes.*.electedNames': field(
    'Noms des élus, qui ne paraissent dans aucun message (NOT-07).',
    'Names of elected persons, which appear in no message (NOT-07).',
    '[Prénom Nom]',
  ),
  'communes.*.electedNames.*': field(
    'Le nom d’un élu.',
    'The name of an elected person.',
    'Prénom Nom',
  ),
  elections: field(
    'Les élections à venir : avant elles, seuls partent les messages de service (CAM-11).',
    'The elections to come: before them only service messages are sent (CAM-11).',
  ),
  'elections.*.title': field('Quelle élection.', 'Which election.', 'Municipales 2032'),
  'elections.*.firstRound': field('Jour du premier tour.', 'Day of the first round.', '2032-03-14'),
  'elections.*.lastRound': field('Jour du dernier tour.', 'Day of the last round.', '2032-03-21'),
  'elections.*.communes': field(
    'Noms courts des communes qui votent ; toutes si la clé manque.',
    'Short names of the communes that vote; all of them when the key is absent.',
    '[valserine]',
  ),
  'elections.*.communes.*': field(
    'Le nom court d’une commune.',
    'The short name of a commune.',
    'valserine',
  ),
  vendors: field(
    'Les prestataires qui traitent des données de lecteurs, avec leur contrat (GOV-04).',
    'The providers that process data of readers, with their contract (GOV-04).',
  ),
  'vendors.*.id': field('Nom court du prestataire.', 'Short name of the provider.', 'aws-ses'),
  'vendors.*.name': field('Nom du prestataire.', 'Name of the provider.', 'AWS EMEA SARL (SES)'),
  'vendors.*.service': field(
    'Ce qu’il fait : EMAIL, SMS ou HOSTING. Un moyen dont tous les contrats ont pris fin est fermé (GOV-04).',
    'What it does: EMAIL, SMS or HOSTING. A channel whose contracts have all ended is closed (GOV-04).',
    'EMAIL',
  ),
  'vendors.*.contractRef': field(
    'Référence du contrat de sous-traitance (RGPD art. 28).',
    'Reference of the processing contract (GDPR art. 28).',
    'MAPA-2026-14',
  ),
  'vendors.*.location': field(
    'Où les données sont traitées.',
    'Where the data are processed.',
    'France (eu-west-3)',
  ),
  'vendors.*.endsOn': field('Dernier jour du contrat.', 'Last day of the contract.', '2029-12-31'),
};

/** `communes.0.libraries.1.id` → what is known of `communes.*.libraries.*.id`. */
export function fieldAt(path: readonly PropertyKey[]): Field | undefined {
  return fields[path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.')];
}
