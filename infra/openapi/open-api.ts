import { Page } from '#core/schemas.ts';
import type * as z from 'zod';
import type { MediaType, RouteSpec } from '#core/manifest.ts';
import type { Inventory, InventoryRoute } from '../inventory/types.ts';
import { ProblemSchema, problemResponses, problemsOf } from './problems.ts';
import { createSchemas, type JsonSchema, type Schemas } from './schemas.ts';

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly servers: readonly object[];
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & Readonly<
    Record<string, object>
  >;
}

export interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, object>>;
  readonly [field: string]: unknown;
}

/** The contract of the REST API, OpenAPI 3.1, from the routes and schemas of the manifests and nothing else. */
export function openApi(inventory: Inventory): OpenApi {
  const schemas = createSchemas();
  const paths = pathsOf(inventory, schemas);
  const responses = problemResponses(schemas.describe(ProblemSchema, 'output'));
  return schemas.finish((named) => ({
    openapi: '3.1.0' as const,
    info,
    servers: [{ url: '/' }],
    tags: tagsOf(inventory),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        clientBearer: { type: 'http', scheme: 'bearer', bearerFormat: '<id>.<secret>' },
        clientBasic: { type: 'http', scheme: 'basic' },
      },
      parameters: headers,
      responses,
      schemas: named,
    },
  }));
}

const info = {
  title: 'Discretion',
  version: '1',
  summary: 'La couche de discrétion d’un réseau de bibliothèques',
  description:
    'Texts of refusals follow `Accept-Language` (fr by default, en). Instants carry an offset. Lists page with `cursor`.',
  license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
};

function pathsOf({ routes }: Inventory, schemas: Schemas): OpenApi['paths'] {
  const byPath = [...Map.groupBy(routes, ({ path }) => path)];
  return Object.fromEntries(
    byPath.map(([path, same]) => [
      path,
      Object.fromEntries(
        same.map((route) => [route.method.toLowerCase(), operationOf(route, schemas)]),
      ),
    ]),
  );
}

function tagsOf({ plugins, routes }: Inventory): object[] {
  const used = new Set(routes.map(({ plugin }) => plugin));
  return plugins
    .filter(({ name }) => used.has(name))
    .map(({ name, title, description }) => ({
      name,
      description: `${title.fr} — ${description.fr}\n\n${description.en}`,
    }));
}

const headers = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Même clé et même corps : même réponse. Same key and body, same answer; another body is refused with 422.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'Version lue, entre guillemets. The version that was read; a stale one is refused with 412.',
    schema: { type: 'string' },
  },
};

function operationOf(route: InventoryRoute, schemas: Schemas): Operation {
  const parameters = parametersOf(route, schemas);
  return {
    operationId: route.id,
    tags: [route.plugin],
    summary: route.title.fr,
    description: route.title.en,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          [route.accepts ?? 'application/json']: { schema: schemas.describe(route.body, 'input') },
        },
      },
    }),
    responses: { ...successesOf(route, schemas), ...problemsOf(route) },
    security: securityOf(route),
    ...(route.permission !== 'PUBLIC' && { 'x-roles': route.permission }),
  };
}

function securityOf({ permission, byClient }: InventoryRoute): Record<string, string[]>[] {
  if (permission === 'PUBLIC') return [];
  return byClient ? [{ clientBearer: [] }, { clientBasic: [] }] : [{ bearer: [] }];
}

function parametersOf(route: InventoryRoute, schemas: Schemas): object[] {
  return [
    ...fieldsOf(route.parameters, 'path', schemas),
    ...fieldsOf(route.query ?? (route.list ? Page : undefined), 'query', schemas),
    ...(route.idempotencyKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(route.ifMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
}

function fieldsOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  schemas: Schemas,
): object[] {
  const fields: Readonly<Record<string, z.ZodType>> = schema?.shape ?? {};
  return Object.entries(fields).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !isOptional(field),
    schema: schemas.describe(field, 'input'),
  }));
}

const isOptional = (field: z.ZodType) => field._zod.optin !== undefined;

const successes: Readonly<Record<string, string>> = {
  200: 'Réussite',
  201: 'Créé',
  202: 'Accepté, sera fait',
  204: 'Rien à dire',
  303: 'Voir ailleurs',
};

function successesOf(route: RouteSpec, schemas: Schemas): Record<string, object> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [
      status,
      {
        description: successes[status] ?? `Réponse ${status}`,
        ...(schema && {
          content: Object.fromEntries(
            (route.produces ?? ['application/json']).map((type) => [
              type,
              { schema: bodySchema(type, schema, schemas) },
            ]),
          ),
        }),
      },
    ]),
  );
}

/** The schema of a route describes its JSON; its other forms are text or bytes. */
function bodySchema(type: MediaType, schema: z.ZodType, schemas: Schemas): JsonSchema {
  if (type === 'application/json') return schemas.describe(schema, 'output');
  return type.startsWith('text/') ? { type: 'string' } : {};
}
