import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { clientPath, definePlugin, type RouteSpec } from '#core/manifest.ts';
import { mergePlugins } from '../../../infra/inventory/merge.ts';
import { openApi, type Operation } from '../../../infra/openapi/open-api.ts';
import { createSchemas } from '../../../infra/openapi/schemas.ts';

const title = { fr: 'Essai', en: 'Trial' };
const plain: RouteSpec = {
  method: 'GET',
  path: '/v1/things',
  function: 'run',
  title,
  permission: ['DESK'],
  responses: { 200: z.strictObject({ n: z.int() }) },
};

function documentOf(route: Partial<RouteSpec>) {
  const manifest = definePlugin({
    name: 'trial',
    title,
    description: title,
    functions: { run: { entry: 'run.ts', grants: [] } },
    routes: { try: { ...plain, ...route } },
  });
  return openApi(mergePlugins([{ folder: '/f', file: 'functions/trial/manifest.ts', manifest }]));
}

function operationOf(route: Partial<RouteSpec>): Operation {
  const [operation] = Object.values(documentOf(route).paths).flatMap((methods) =>
    Object.values(methods),
  );
  if (!operation) throw new Error('no operation');
  return operation;
}

const statusesOf = (route: Partial<RouteSpec>) =>
  Object.keys(operationOf(route).responses).map(Number);

describe('an operation', () => {
  it('says in French and English what it does, who may call it and what comes back', () => {
    expect(operationOf({})).toEqual({
      operationId: 'trial-try',
      tags: ['trial'],
      summary: 'Essai',
      description: 'Trial',
      responses: {
        200: {
          description: 'Réussite',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { n: { type: 'integer' } },
                required: ['n'],
                additionalProperties: false,
              },
            },
          },
        },
        401: { $ref: '#/components/responses/Problem401' },
        403: { $ref: '#/components/responses/Problem403' },
        429: { $ref: '#/components/responses/Problem429' },
        503: { $ref: '#/components/responses/Problem503' },
      },
      security: [{ bearer: [] }],
      'x-roles': ['DESK'],
    });
  });

  it('is open when its token is in the path', () => {
    const operation = operationOf({
      permission: 'PUBLIC',
      path: '/p/{token}',
      parameters: z.strictObject({ token: z.string() }),
    });
    expect(operation).toMatchObject({ security: [] });
    expect(operation).not.toHaveProperty('x-roles');
    expect(Object.keys(operation.responses)).toEqual([
      '200',
      '400',
      '404',
      '410',
      '422',
      '429',
      '503',
    ]);
  });

  it('asks clients for their own header, at their own address', () => {
    const { paths } = documentOf({ permission: ['ILS'], clients: true });
    const security = Object.entries(paths).map(([path, methods]) => [
      path,
      Object.values(methods)[0]?.['security'],
    ]);
    expect(security).toEqual([
      [clientPath(plain.path), [{ clientBearer: [] }, { clientBasic: [] }]],
      [plain.path, [{ bearer: [] }]],
    ]);
  });

  it('takes path, query and headers', () => {
    const operation = operationOf({
      method: 'PUT',
      path: '/v1/things/{id}',
      parameters: z.strictObject({ id: z.string() }),
      query: z.strictObject({ from: z.string(), limit: z.coerce.number().default(50) }),
      idempotencyKey: true,
      ifMatch: true,
    });
    expect(operation['parameters']).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'from', in: 'query', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'number', default: 50 } },
      { $ref: '#/components/parameters/IdempotencyKey' },
      { $ref: '#/components/parameters/IfMatch' },
    ]);
    expect(Object.keys(operation.responses)).toContain('412');
  });

  it('has the refusals that fit a body', () => {
    const body = z.strictObject({ n: z.int() });
    expect(statusesOf({ method: 'POST', body, idempotencyKey: true })).toEqual([
      200, 400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503,
    ]);
    expect(statusesOf({ method: 'POST', body, repeatable: 'READS_ONLY' })).not.toContain(409);
  });

  it('takes a form and answers pages, tables and bytes where it says so', () => {
    const operation = operationOf({
      method: 'POST',
      body: z.strictObject({ choice: z.string() }),
      accepts: 'application/x-www-form-urlencoded',
      produces: ['application/json', 'text/html', 'application/pdf'],
      responses: { 200: z.string(), 204: null },
    });
    expect(operation['requestBody']).toMatchObject({
      content: { 'application/x-www-form-urlencoded': {} },
    });
    expect(operation.responses['200']).toEqual({
      description: 'Réussite',
      content: {
        'application/json': { schema: { type: 'string' } },
        'text/html': { schema: { type: 'string' } },
        'application/pdf': { schema: {} },
      },
    });
    expect(operation.responses['204']).toEqual({ description: 'Rien à dire' });
  });

  it('describes refusals as problem+json with the words of the API', () => {
    const { components } = documentOf({});
    expect(components['responses']).toMatchObject({
      Problem429: {
        headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1 } } },
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    });
    expect(components.schemas['Problem']).toMatchObject({
      required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
    });
  });
});

describe('schemas', () => {
  const describeBoth = (schema: z.ZodType) => {
    const schemas = createSchemas();
    const input = schemas.describe(schema, 'input');
    const output = schemas.describe(schema, 'output');
    return schemas.finish((named) => ({ named, input, output }));
  };

  it('are named once where both directions agree', () => {
    const { named, input, output } = describeBoth(z.array(z.string().meta({ id: 'Ref' })));
    expect(Object.keys(named)).toEqual(['Ref']);
    expect(input).toEqual({ type: 'array', items: { $ref: '#/components/schemas/Ref' } });
    expect(output).toEqual(input);
  });

  it('have an input of their own where a default makes them differ, and so has what refers to them', () => {
    const Inner = z.strictObject({ mode: z.string().default('X') }).meta({ id: 'Inner' });
    const Outer = z.strictObject({ inner: Inner.optional() }).meta({ id: 'Outer' });
    const { named, input, output } = describeBoth(Outer);
    expect(Object.keys(named)).toEqual(['Inner', 'InnerInput', 'Outer', 'OuterInput']);
    expect(input).toEqual({ $ref: '#/components/schemas/OuterInput' });
    expect(output).toEqual({ $ref: '#/components/schemas/Outer' });
    expect(named['OuterInput']).toMatchObject({
      properties: { inner: { $ref: '#/components/schemas/InnerInput' } },
    });
    expect(named['Inner']).toMatchObject({ required: ['mode'] });
  });

  it('show the input of a transform, and the name of a format instead of its pattern', () => {
    const Instant = z.iso.datetime({ offset: true }).transform((text) => text.length);
    expect(describeBoth(z.strictObject({ at: Instant })).output).toEqual({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' } },
      required: ['at'],
      additionalProperties: false,
    });
  });

  it('keep a pattern that is ours', () => {
    expect(describeBoth(z.string().regex(/^[a-z]+$/u)).input).toEqual({
      type: 'string',
      pattern: '^[a-z]+$',
    });
  });

  it('keep fields that are called like words of JSON Schema', () => {
    const Field = z.strictObject({ pattern: z.string(), format: z.string() });
    expect(describeBoth(Field).input).toMatchObject({
      properties: { pattern: { type: 'string' }, format: { type: 'string' } },
    });
  });

  it('that refer to themselves need a name', () => {
    const Tree: z.ZodType = z.strictObject({
      get children() {
        return z.array(Tree);
      },
    });
    expect(() => describeBoth(Tree)).toThrow('a recursive schema needs .meta({id})');
  });
});
