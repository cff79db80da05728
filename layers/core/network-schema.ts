import * as z from 'zod';
import { ownPaths, Role } from './caller.ts';

/** How a commune counts RET-01. Each is at most MONTH_END (RET-03). */
export const RetentionMode = z.enum(['MONTH_END', 'ANNIVERSARY', 'DAYS_120']);
export type RetentionMode = z.infer<typeof RetentionMode>;

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/u);
const ZonedTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);

const Library = z.strictObject({
  id: Id,
  name: z.string().min(1),
  /** Codes by which library systems know this branch, with their source: `koha:VSC`. */
  ilsCodes: z.array(z.string()).default([]),
});

const Signoff = z.strictObject({
  purpose: z.string(),
  validUntil: z.iso.date(),
  /** GOV-08: reference of the impact assessment, for a purpose that needs one. */
  dpiaRef: z.string().min(1).optional(),
});

/** CAM-11: dates of both rounds; in the months before, only service messages go out. */
const Election = z.strictObject({
  title: z.string().min(1),
  firstRound: z.iso.date(),
  lastRound: z.iso.date().optional(),
  /** Ids of the communes that vote; all of them when it is absent. */
  communes: z.array(Id).min(1).optional(),
});

/** GOV-04: who processes readers' data for the network (Art. 28). */
const Vendor = z.strictObject({
  id: Id,
  name: z.string().min(1),
  /** What it does: e-mail and SMS close with their contract. */
  service: z.enum(['EMAIL', 'SMS', 'HOSTING']),
  contractRef: z.string().min(1),
  /** Country, and region when the provider has several. */
  location: z.string().min(1),
  /** Last day of the contract. */
  endsOn: z.iso.date(),
});

const Commune = z.strictObject({
  id: Id,
  name: z.string().min(1),
  zone: z.string().optional(),
  mode: RetentionMode.optional(),
  /** GOV-02: without a contact the commune is not live. */
  dpo: z.strictObject({ name: z.string().min(1), email: z.email() }).optional(),
  /** RET-10: the DPO lets a renewed card count like a loan. */
  renewalCounts: z.boolean().optional(),
  /** DAT-05: a declared statistic uses the occupation of readers. */
  cspEnabled: z.boolean().optional(),
  /** DAT-04: staff may write notes in their own words. */
  freeTextNotes: z.boolean().optional(),
  /** RET-21: reference of the standing agreement with the departmental archives. */
  archivesVisaRef: z.string().optional(),
  /** GOV-06: reference of what the DPO and the archives decided about the nationality of the host. */
  hostDecisionRef: z.string().min(1).optional(),
  /** ARN of a key of its own, when the commune asked for one (GOV-15). */
  kmsKeyArn: z.string().optional(),
  libraries: z.array(Library).min(1),
  signoffs: z.array(Signoff).default([]),
  electedNames: z.array(z.string()).default([]),
});

const ClaimPath = z.string().min(1).max(200);

/** Any OpenID Connect provider whose tokens are signed with RSA: what they are called, and where they say what. */
const Identity = z.strictObject({
  issuer: z.url(),
  audience: z.string(),
  claims: z
    .strictObject({
      roles: ClaimPath.default(ownPaths.roles),
      communes: ClaimPath.default(ownPaths.communes),
      network: ClaimPath.optional(),
      patronRef: ClaimPath.default(ownPaths.patronRef),
      guardianOf: ClaimPath.default(ownPaths.guardianOf),
    })
    .optional(),
  roleNames: z
    .array(z.strictObject({ name: z.string().min(1), role: Role }))
    .min(1)
    .optional(),
  communeNames: z
    .array(z.strictObject({ name: z.string().min(1), commune: z.union([Id, z.literal('*')]) }))
    .min(1)
    .optional(),
});

/** One deployment: `infra/networks/<id>.yaml`. */
export const Network = z.strictObject({
  id: Id,
  name: z.string().min(1),
  region: z.string(),
  zone: z.string().default('Europe/Paris'),
  mode: RetentionMode.default('MONTH_END'),
  publicUrl: z.url(),
  /** GOV-17: who answers a reader who cannot use a page; without it, the desk of any library. */
  accessibilityContact: z.email().optional(),
  identity: Identity,
  sender: z.strictObject({
    emailFrom: z.string(),
    smsSenderId: z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/u), // NOT-17
    smsTwoWay: z.boolean().default(false),
    /** What the network means to spend on SMS in a month, US dollars: `npm run doctor` compares it with the limit of AWS. */
    smsSpendLimitUsd: z.int().min(1).optional(),
  }),
  smsWindow: z
    .strictObject({ from: ZonedTime, to: ZonedTime })
    .default({ from: '08:00', to: '20:00' }), // NOT-12
  /** NOT-14: an overdue reminder may go by SMS after this many by e-mail. */
  smsAfter: z.int().min(0).default(2),
  communes: z.array(Commune).min(1),
  elections: z.array(Election).default([]),
  vendors: z.array(Vendor).default([]),
});
export type Network = z.infer<typeof Network>;
