import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describeFaults } from '../../infra/inventory/check-tree.ts';
import { loadInventory } from '../../infra/inventory/load.ts';
import type { Inventory } from '../../infra/inventory/types.ts';
import { openApi, type OpenApi, type Operation } from '../../infra/openapi/open-api.ts';

const root = resolve(import.meta.dirname, '../..');
let inventory: Inventory;
let document: OpenApi;

beforeAll(async () => {
  const loaded = await loadInventory({ root });
  if (!loaded.ok) throw new Error(describeFaults(loaded.problem));
  inventory = loaded.value;
  document = openApi(inventory);
});

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

describe('the real plugins', () => {
  it('are in the document, each route once', () => {
    const routes = inventory.routes.map(({ method, path }) => `${method} ${path}`);
    expect(
      operations()
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(routes.toSorted());
    expect(new Set(operations().map(([, { operationId }]) => operationId)).size).toBe(
      routes.length,
    );
  });
});

describe('every route', () => {
  const routesWithout = (test: (route: Inventory['routes'][number]) => boolean) =>
    inventory.routes.filter((route) => !test(route)).map(({ id }) => id);

  it('is closed to the public where its path names a reader (GOV-10)', () => {
    expect(
      routesWithout(
        ({ permission, path }) => permission !== 'PUBLIC' || !path.includes('{patronRef}'),
      ),
    ).toEqual([]);
  });

  it('has a body where its method has one', () => {
    expect(routesWithout(({ method, body }) => method !== 'PUT' || body !== undefined)).toEqual([]);
    expect(
      routesWithout(
        ({ method, body }) => !['GET', 'DELETE'].includes(method) || body === undefined,
      ),
    ).toEqual([]);
  });

  it('[DAT-01] refuses fields that it does not know', () => {
    const open = operations().filter(
      ([, operation]) => openObjectsIn(operation['requestBody']).length > 0,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  it('has a success response and the refusals of every caller', () => {
    const silent = operations().filter(([, { responses }]) => {
      const statuses = Object.keys(responses);
      return (
        !statuses.some((status) => /^[23]/u.test(status)) ||
        !statuses.includes('429') ||
        !statuses.includes('503')
      );
    });
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('says what it does in French and English', () => {
    expect(routesWithout(({ title }) => title.fr.length > 2 && title.en.length > 2)).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/gu)].map(
      ([, target = '']) => target,
    );
    const missing = references.filter(
      (reference) => resolvePointer(document, reference) === undefined,
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  it('holds only JSON Schemas that compile (2020-12)', () => {
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      validateFormats: false,
    });
    ajv.addVocabulary(['components', 'x-requirement', 'x-label']);
    const { components } = document;
    const schemas = [
      ...Object.values(components.schemas),
      ...operations().flatMap(([, one]) => schemasIn(one)),
    ];
    const failures = schemas.flatMap((schema) => {
      try {
        ajv.compile({ ...schema, components });
        return [];
      } catch (error) {
        return [`${String(error)}: ${JSON.stringify(schema).slice(0, 200)}`];
      }
    });
    expect(failures).toEqual([]);
  });

  it('gives every path parameter its schema', () => {
    const wrong = operations().filter(([name, operation]) => {
      const inPath = [...name.matchAll(/\{(\w+)\}/gu)].map(([, parameter]) => parameter);
      return inPath.toSorted().join() !== pathParametersOf(operation).toSorted().join();
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});

/** What `#/components/schemas/Loan` points at (RFC 6901), or nothing. */
function resolvePointer(whole: object, reference: string): unknown {
  return reference
    .replace(/^#\//u, '')
    .split('/')
    .reduce<unknown>((place, key) => (isRecord(place) ? place[key] : undefined), whole);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every `schema` of parameters, body and responses of an operation. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'schema' && isRecord(part) ? [part] : schemasIn(part),
  );
}

/** Objects with named fields that let others pass, wherever a body refers to them. */
function openObjectsIn(value: unknown, seen = new Set<string>()): unknown[] {
  if (!isRecord(value)) return [];
  const reference = value['$ref'];
  if (typeof reference === 'string' && !seen.has(reference)) {
    return openObjectsIn(resolvePointer(document, reference), seen.add(reference));
  }
  const open =
    'properties' in value && value['type'] === 'object' && value['additionalProperties'] !== false;
  return [
    ...(open ? [value] : []),
    ...Object.values(value).flatMap((part) => openObjectsIn(part, seen)),
  ];
}

function pathParametersOf(operation: Operation): string[] {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  return parameters.flatMap((one: unknown) =>
    isRecord(one) && one['in'] === 'path' ? [String(one['name'])] : [],
  );
}
