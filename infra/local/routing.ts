import type { InventoryRoute } from '../inventory/types.ts';

export interface RouteMatch {
  readonly route: InventoryRoute;
  /** Decoded, as API Gateway hands them over. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request; literal segments win over parameters, as in API Gateway. */
export type Router = (method: string, path: string) => RouteMatch | undefined;

interface Candidate {
  readonly route: InventoryRoute;
  readonly segments: readonly string[];
}

export function createRouter(routes: readonly InventoryRoute[]): Router {
  const byShape = new Map<string, Candidate[]>();
  for (const route of routes) {
    const segments = route.path.split('/');
    const shape = shapeOf(route.method, segments);
    byShape.set(shape, [...(byShape.get(shape) ?? []), { route, segments }].sort(bySpecificity));
  }
  return (method, path) => {
    const segments = path.split('/');
    for (const { route, segments: pattern } of byShape.get(shapeOf(method, segments)) ?? []) {
      const pathParameters = matchSegments(pattern, segments);
      if (pathParameters) return { route, pathParameters };
    }
    return undefined;
  };
}

const shapeOf = (method: string, segments: readonly string[]) => `${method} ${segments.length}`;

const nameOf = (segment: string) => /^\{(?<name>\w+)\}$/u.exec(segment)?.groups?.['name'];

/** The leftmost literal wins: `/v1/audit/checkpoints` before `/v1/audit/{id}`. */
function bySpecificity(a: Candidate, b: Candidate): number {
  const shape = ({ segments }: Candidate) =>
    segments.map((segment) => (nameOf(segment) ? 1 : 0)).join('');
  return shape(a).localeCompare(shape(b));
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [place, expected] of pattern.entries()) {
    const given = segments[place] ?? '';
    const name = nameOf(expected);
    if (name === undefined) {
      if (given !== expected) return undefined;
      continue;
    }
    const decoded = decode(given);
    if (!decoded) return undefined;
    parameters[name] = decoded;
  }
  return parameters;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
