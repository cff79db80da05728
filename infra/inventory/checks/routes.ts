import { clientPath, type FunctionSpec, type RouteSpec } from '#core/manifest.ts';
import { entriesOf, faultIn, type Check, type Finding } from './fault.ts';

/** What a route must say for itself, whatever the other plugins are. */
export const checkRoutes: Check = (plugin) =>
  entriesOf(plugin.manifest.routes).flatMap(([name, route]) =>
    [
      ...responseFindings(route),
      ...repetitionFindings(route),
      ...parameterFindings(route),
      ...clientFindings(route, plugin.manifest.functions[route.function]),
    ].map((finding) => faultIn(plugin, { ...finding, field: `routes.${name}.${finding.field}` })),
  );

function responseFindings(route: RouteSpec): Finding[] {
  const statuses = Object.keys(route.responses).map(Number);
  if (statuses.some((status) => status >= 200 && status < 400)) return [];
  return [
    {
      field: 'responses',
      message: 'No success response is described.',
      remedy: 'Add its status with the schema of its body, or null when it has none: {200: Loan}.',
    },
  ];
}

function repetitionFindings(route: RouteSpec): Finding[] {
  if (route.method !== 'POST') return [];
  const said = [route.idempotencyKey === true, route.repeatable !== undefined].filter(
    Boolean,
  ).length;
  if (said === 1) return [];
  return [
    {
      field: 'idempotencyKey',
      message:
        said === 0
          ? 'Nothing says what happens when this POST is repeated.'
          : 'It has an idempotency key and is called repeatable without one.',
      remedy:
        "Set idempotencyKey: true, or repeatable: 'OWN_IDS' | 'READS_ONLY' | 'SAME_STATE', one of them.",
    },
  ];
}

/**
 * A fixed secret stands in clear in the library system: it opens what takes in and tells nothing of a reader, to the
 * library system alone (GOV-10).
 */
function clientFindings(route: RouteSpec, fn: FunctionSpec | undefined): Finding[] {
  const findings: [boolean, Finding][] = [
    [
      route.path.startsWith(clientPath('/')),
      {
        field: 'path',
        message: `Addresses under ${clientPath('/')} are those of clients.`,
        remedy: 'Set clients: true on the route itself, and the inventory adds the address.',
      },
    ],
    [
      route.clients === true &&
        (route.method !== 'POST' ||
          String(route.permission) !== 'ILS' ||
          route.repeatable !== 'OWN_IDS'),
      {
        field: 'clients',
        message: 'A fixed secret would open more than the intake of a library system.',
        remedy: "Only a POST for ['ILS'] whose items carry their OWN_IDS may be opened to clients.",
      },
    ],
    [
      route.clients === true && !fn?.requires?.includes('clients.gate'),
      {
        field: 'clients',
        message: `Its function ${route.function} does not know clients.`,
        remedy: "Add 'clients.gate' to requires of the function, and pass it to httpFunction.",
      },
    ],
  ];
  return findings.filter(([wrong]) => wrong).map(([, finding]) => finding);
}

/** The names in braces of a path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/gu)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

function parameterFindings(route: RouteSpec): Finding[] {
  const inPath = pathParameters(route.path).toSorted();
  const inSchema = Object.keys(route.parameters?.shape ?? {}).toSorted();
  if (inPath.join() === inSchema.join()) return [];
  return [
    {
      field: 'parameters',
      message: `The path has ${listed(inPath)}, the schema has ${listed(inSchema)}.`,
      remedy: 'Give parameters exactly the names in braces of the path.',
    },
  ];
}

const listed = (names: readonly string[]) =>
  names.length === 0 ? 'no parameter' : names.join(', ');
