import type * as z from 'zod';
import type { Role } from './caller.ts';
import type { RuleId } from './problem.ts';
import type { Text } from './text.ts';

/** Literal actions of one function on one thing. The role of the function is exactly the list of these. */
export type Grant =
  | { readonly table: string; readonly actions: readonly `dynamodb:${TableAction}`[] }
  | { readonly key: 'vault'; readonly actions: readonly `kms:${KeyAction}`[] }
  | { readonly queuesOf: 'subscribers'; readonly actions: readonly ['sqs:SendMessage'] }
  | { readonly send: 'EMAIL'; readonly actions: readonly ['ses:SendRawEmail'] }
  | { readonly send: 'SMS'; readonly actions: readonly ['sns:Publish'] };

export type TableAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'Scan'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';
export type KeyAction = 'Decrypt' | 'GenerateDataKey';

/** Where plugins plug into a run that belongs to another: one function is composed of all contributions. */
export const compositions = ['intake', 'sweep', 'erasure', 'export', 'reading', 'relay'] as const;
export type Composition = (typeof compositions)[number];

export interface FunctionSpec {
  /** File under the plugin's folder that exports `create`: `handlers/read.ts`. */
  readonly entry: string;
  readonly grants: readonly Grant[];
  /** The function also receives what every plugin contributes to this run, and their grants. */
  readonly composes?: Composition;
  /** Interfaces of other plugins that it calls (`consent.gate`): their grants are added to its role. */
  readonly requires?: readonly string[];
  /** Why it must read a whole table: nobody scans but the jobs that say so (GOV-10). */
  readonly scans?: Text;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
}

/** `OWN_IDS`: its items carry their own ids · `READS_ONLY`: changes nothing · `SAME_STATE`: twice ends where once does. */
export const repeatable = ['OWN_IDS', 'READS_ONLY', 'SAME_STATE'] as const;
export type Repeatable = (typeof repeatable)[number];

export const mediaTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/pdf',
  'application/zip',
  'text/html',
  'text/csv',
] as const;
export type MediaType = (typeof mediaTypes)[number];

export interface RouteSpec {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** `/v1/patrons/{patronRef}` */
  readonly path: `/${string}`;
  readonly function: string;
  readonly title: Text;
  /** What the caller must hold; `PUBLIC` is for pages whose token is in the path. */
  readonly permission: readonly Role[] | 'PUBLIC';
  readonly parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Success status → schema of its body (`null`: no body). Problems are common to all routes. */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** The operation parses each item itself and answers per item; the edge checks only the envelope. */
  readonly perItem?: boolean;
  /** The operation answers `{items}` in whole, a short list; the edge pages it by `?limit=&cursor=`. */
  readonly list?: boolean;
  /** Set on a POST whose repetition must be harmless by `Idempotency-Key`. */
  readonly idempotencyKey?: boolean;
  /** Why a POST may be repeated without that header. Every POST has one of the two. */
  readonly repeatable?: Repeatable;
  /** The caller may send the version that it read as `If-Match`; a stale one gets 412. */
  readonly ifMatch?: boolean;
  /**
   * Also served at `clientPath`, to library systems that can only send a fixed header. For what takes in and tells
   * nothing; its function requires `clients.gate` (docs/adr/0014).
   */
  readonly clients?: boolean;
  /** Media type of the body; JSON unless said. */
  readonly accepts?: MediaType;
  /** Media types of the success response, the default first; JSON unless said. */
  readonly produces?: readonly MediaType[];
}

export interface ScheduleSpec {
  readonly function: string;
  /** Five-field cron in `zone`, or a rate in minutes. */
  readonly cron?: string;
  readonly everyMinutes?: number;
  readonly zone?: string;
  readonly title: Text;
}

export interface IndexSpec {
  readonly partition: string;
  readonly sort?: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

export interface TableSpec {
  /** Every table has string keys `pk` and `sk`. */
  readonly indexes?: Readonly<Record<string, IndexSpec>>;
  /** Attribute with epoch seconds after which the item is absent (RET-04); TTL is only the safety net. */
  readonly ttl?: string;
  /** Point-in-time recovery window, 1–35 days (RET-20). Key tables: at most 7. */
  readonly pitrDays: number;
  readonly keyTable?: boolean;
  /** The table carries change events: the sparse index `outbox` is added and relayed. */
  readonly outbox?: boolean;
  /** Why no store of personal data lives here. A table has this or at least one `personalData` line. */
  readonly notPersonal?: Text;
}

/** One store of personal data: a line of the article 30 register, of the erasure plan and of the export plan. */
export interface PersonalDataStore {
  readonly table: string;
  readonly category: Text;
  readonly legalBasis: string;
  readonly retention: RuleId;
  /** Key class of the vault that seals it, or why it needs none. */
  readonly sealedBy: string;
  /** Files of this plugin that it contributes to the runs `erasure` and `export`. */
  readonly erasure: string;
  readonly export: string;
}

export interface ContributionSpec {
  readonly to: Composition;
  readonly entry: string;
  readonly grants: readonly Grant[];
  /** For `intake`: the event types of the library system that it applies. */
  readonly types?: readonly string[];
  /** Interfaces of other plugins that it calls: their grants go to the function that runs it. */
  readonly requires?: readonly string[];
}

/** What `provides.ts` offers to other plugins, and what its code needs wherever it runs. */
export interface ProvidedInterface {
  readonly grants: readonly Grant[];
  readonly title: Text;
}

/** A plugin is data plus handlers. Everything deployed, run, documented or erased is derived from this. */
export interface PluginManifest {
  readonly name: string;
  readonly title: Text;
  readonly description: Text;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly routes?: Readonly<Record<string, RouteSpec>>;
  readonly schedules?: Readonly<Record<string, ScheduleSpec>>;
  readonly emits?: readonly string[];
  readonly consumes?: readonly { readonly type: string; readonly function: string }[];
  /** What the providers push to us: SES feedback, SMS delivery receipts, SMS replies. */
  readonly receives?: readonly {
    readonly topic: 'provider-feedback' | 'inbound-sms';
    readonly function: string;
  }[];
  readonly tables?: Readonly<Record<string, TableSpec>>;
  readonly personalData?: readonly PersonalDataStore[];
  readonly contributes?: readonly ContributionSpec[];
  readonly provides?: Readonly<Record<string, ProvidedInterface>>;
}

/** A second address, because an authorizer of an HTTP API belongs to an address and reads tokens only. */
export const clientPath = (path: RouteSpec['path']): RouteSpec['path'] => `/clients${path}`;

/** Declares a plugin; keeps the literal types so that handlers are checked against their routes. */
export function definePlugin<const M extends PluginManifest>(manifest: M): M {
  return manifest;
}
