import * as z from 'zod';
import { pathParameters } from '../inventory/checks/routes.ts';
import type { InventoryRoute } from '../inventory/types.ts';

/** `application/problem+json` (RFC 9457) as every route answers it; words of `api.md`. */
export const ProblemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable machine word, UPPER_SNAKE' }),
    rule: z
      .string()
      .optional()
      .meta({ description: 'The rule that decided, when one did: RET-01' }),
    instance: z.string(),
    errors: z
      .array(
        z.strictObject({
          field: z.string(),
          code: z.string(),
          message: z.string(),
          rule: z.string().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });

/** What each refusal means here, and on which routes it can happen. */
const problems: Readonly<
  Record<number, { text: string; fits: (route: InventoryRoute) => boolean }>
> = {
  400: { text: 'Requête illisible, ou filtre inconnu', fits: takesInput },
  401: { text: 'Jeton absent, expiré ou étranger', fits: isProtected },
  403: { text: 'Le rôle ne le permet pas', fits: isProtected },
  404: {
    text: 'Absent, ou d’une autre commune',
    fits: (route) => namesOne(route) || hasBody(route),
  },
  409: { text: 'État, version, ou même requête en cours', fits: changesState },
  410: { text: 'Effacé', fits: (route) => namesOne(route) || hasBody(route) },
  412: { text: 'Version périmée', fits: (route) => route.ifMatch === true },
  413: { text: 'Trop long', fits: hasBody },
  415: { text: 'Format non pris en charge', fits: hasBody },
  422: { text: 'Règle ou champ refusé', fits: takesInput },
  429: { text: 'Trop de requêtes', fits: () => true },
  503: { text: 'Momentanément indisponible', fits: () => true },
};

function hasBody(route: InventoryRoute): boolean {
  return route.body !== undefined;
}

function changesState(route: InventoryRoute): boolean {
  return route.method !== 'GET' && route.repeatable !== 'READS_ONLY';
}

function isProtected(route: InventoryRoute): boolean {
  return route.permission !== 'PUBLIC';
}

function takesInput(route: InventoryRoute): boolean {
  return hasBody(route) || route.query !== undefined || route.list === true || namesOne(route);
}

function namesOne(route: InventoryRoute): boolean {
  return pathParameters(route.path).length > 0;
}

const retryAfter = {
  'Retry-After': {
    description: 'Secondes avant de réessayer',
    schema: { type: 'integer', minimum: 1 },
  },
};

/** `components.responses`: one a status, shared by all routes. */
export function problemResponses(problemReference: object): Record<string, object> {
  return Object.fromEntries(
    Object.entries(problems).map(([status, { text }]) => [
      `Problem${status}`,
      {
        description: text,
        ...(['409', '429', '503'].includes(status) && { headers: retryAfter }),
        content: { 'application/problem+json': { schema: problemReference } },
      },
    ]),
  );
}

/** The refusals that this route can answer, as references. */
export function problemsOf(route: InventoryRoute): Record<string, object> {
  return Object.fromEntries(
    Object.entries(problems)
      .filter(([status, { fits }]) => fits(route) && !Object.hasOwn(route.responses, status))
      .map(([status]) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}
