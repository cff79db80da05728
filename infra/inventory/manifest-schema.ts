import * as z from 'zod';
import { Role } from '#core/caller.ts';
import {
  compositions,
  mediaTypes,
  repeatable,
  type Grant,
  type PluginManifest,
} from '#core/manifest.ts';
import type { RuleId } from '#core/problem.ts';

/**
 * The shape of a manifest at run time. Types alone do not protect: manifests are loaded, not compiled.
 * `satisfies` at the end keeps it in step with `PluginManifest`.
 */
const optional = z.exactOptional;
const dictionary = <T extends z.ZodType>(name: RegExp, value: T) =>
  z.record(z.string().regex(name, 'this name does not follow the convention'), value);

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;
const camel = /^[a-z][A-Za-z0-9]*$/u;
const pascal = /^[A-Z][A-Za-z0-9]{2,}$/u;
const dotted = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/u;

const Text = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
const File = z
  .string()
  .regex(/^[a-z0-9/-]+\.tsx?$/u, 'expected a file of this plugin: handlers/read.ts');
const EventType = z.string().regex(dotted, 'expected an event type: consent.changed');
const InterfaceName = z.string().regex(dotted, 'expected plugin.interface: consent.gate');
const Schema = z.custom<z.ZodType>((value) => value instanceof z.ZodType, 'expected a Zod schema');
const ObjectSchema = z.custom<z.ZodObject>(
  (value) => value instanceof z.ZodObject,
  'expected z.strictObject(…)',
);
const Path = z.custom<`/${string}`>(
  (value) => typeof value === 'string' && /^(\/([a-z0-9_.-]+|\{[a-zA-Z]+\}))+$/u.test(value),
  'expected a path: /v1/patrons/{patronRef}',
);
const Rule = z.custom<RuleId>(
  (value) =>
    typeof value === 'string' && /^(RET|CON|NOT|CAM|DIS|RGT|DAT|STA|GOV)-\d+$/u.test(value),
  'expected the id of a rule: RET-01',
);

const TableAction = z.enum([
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
]);
const GrantShape: z.ZodType<Grant> = z.union([
  z.strictObject({ table: z.string(), actions: z.array(TableAction).min(1) }),
  z.strictObject({
    key: z.literal('vault'),
    actions: z.array(z.enum(['kms:Decrypt', 'kms:GenerateDataKey'])).min(1),
  }),
  z.strictObject({
    queuesOf: z.literal('subscribers'),
    actions: z.tuple([z.literal('sqs:SendMessage')]),
  }),
  z.strictObject({ send: z.literal('EMAIL'), actions: z.tuple([z.literal('ses:SendRawEmail')]) }),
  z.strictObject({ send: z.literal('SMS'), actions: z.tuple([z.literal('sns:Publish')]) }),
]);
const grants = z.array(GrantShape);

const FunctionShape = z.strictObject({
  entry: File,
  grants,
  composes: optional(z.enum(compositions)),
  requires: optional(z.array(InterfaceName)),
  scans: optional(Text),
  timeoutSeconds: optional(z.int().min(1).max(900)),
  memoryMb: optional(z.int().min(128).max(10_240)),
});

const nobody = 'nobody is said to be allowed to call it';

const RouteShape = z.strictObject({
  method: z.enum(['GET', 'PUT', 'POST', 'DELETE']),
  path: Path,
  function: z.string(),
  title: Text,
  permission: z.union([z.array(Role).min(1, nobody), z.literal('PUBLIC')], nobody),
  parameters: optional(ObjectSchema),
  query: optional(ObjectSchema),
  body: optional(Schema),
  responses: z.record(
    z.coerce.number().int().min(100).max(599),
    Schema.nullable(),
    'no response is described',
  ),
  perItem: optional(z.boolean()),
  list: optional(z.boolean()),
  idempotencyKey: optional(z.boolean()),
  repeatable: optional(z.enum(repeatable)),
  ifMatch: optional(z.boolean()),
  clients: optional(z.boolean()),
  accepts: optional(z.enum(mediaTypes)),
  produces: optional(z.array(z.enum(mediaTypes)).min(1)),
});

const TableShape = z.strictObject({
  indexes: optional(
    dictionary(
      camel,
      z.strictObject({
        partition: z.string(),
        sort: optional(z.string()),
        projection: z.enum(['ALL', 'KEYS_ONLY']),
      }),
    ),
  ),
  ttl: optional(z.string().min(1)),
  pitrDays: z.int().min(1).max(35),
  keyTable: optional(z.boolean()),
  outbox: optional(z.boolean()),
  notPersonal: optional(Text),
});

const ScheduleShape = z.strictObject({
  function: z.string(),
  cron: optional(z.string()),
  everyMinutes: optional(z.int().min(1)),
  zone: optional(z.string()),
  title: Text,
});

const StoreShape = z.strictObject({
  table: z.string(),
  category: Text,
  legalBasis: z.string().min(1),
  retention: Rule,
  sealedBy: z.string().min(1),
  erasure: z.string('no handler erases this store'),
  export: z.string('no handler exports this store'),
});

const ContributionShape = z.strictObject({
  to: z.enum(compositions),
  entry: File,
  grants,
  types: optional(z.array(EventType).min(1)),
  requires: optional(z.array(InterfaceName)),
});

export const ManifestShape = z.strictObject({
  name: z.string().regex(kebab),
  title: Text,
  description: Text,
  functions: dictionary(kebab, FunctionShape),
  routes: optional(dictionary(camel, RouteShape)),
  schedules: optional(dictionary(kebab, ScheduleShape)),
  emits: optional(z.array(EventType)),
  consumes: optional(z.array(z.strictObject({ type: EventType, function: z.string() }))),
  receives: optional(
    z.array(
      z.strictObject({ topic: z.enum(['provider-feedback', 'inbound-sms']), function: z.string() }),
    ),
  ),
  tables: optional(dictionary(pascal, TableShape)),
  personalData: optional(z.array(StoreShape)),
  contributes: optional(z.array(ContributionShape)),
  provides: optional(dictionary(dotted, z.strictObject({ grants, title: Text }))),
}) satisfies z.ZodType<PluginManifest>;
