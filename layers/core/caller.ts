import * as z from 'zod';
import { valueAt } from './claims.ts';

export const Role = z.enum([
  'ILS',
  'DESK',
  'LIBRARIAN',
  'MANAGER',
  'COMMUNICATION',
  'REGISSEUR',
  'ADMIN',
  'DPO',
  'STATS',
  'PATRON',
  'GUARDIAN',
]);
export type Role = z.infer<typeof Role>;

const Roles = z.array(Role);

/** Who calls, from the verified claims of the token. */
export interface Caller {
  readonly sub: string;
  readonly network: string;
  readonly communes: readonly string[];
  readonly roles: readonly Role[];
  readonly patronRef?: string;
  readonly guardianOf: readonly string[];
  /** Of a client with a fixed secret: it may speak only of what its own system knows. */
  readonly source?: string;
}

/**
 * API Gateway hands claims over as strings, an array as `[a b]`; a token read elsewhere has real arrays, or one word
 * where there could be several. All are accepted.
 */
const List = z.union([z.array(z.string()), z.string()]).default([]);
type List = z.infer<typeof List>;

function namesIn(value: List): readonly string[] {
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/^\[|\]$/gu, '')
    .split(/[\s,]+/u)
    .filter(Boolean);
}

/** Where an identity provider says what we ask of a caller, and its words for ours (`identity` of the network file). */
export interface ClaimMapping {
  readonly paths: {
    readonly roles: string;
    readonly communes: string;
    readonly patronRef: string;
    readonly guardianOf: string;
    readonly network?: string | undefined;
  };
  /** Its names of our roles; a name that is not listed gives no role. Without a list its names are ours. */
  readonly roleNames?: readonly { readonly name: string; readonly role: Role }[] | undefined;
  /** Its names of our communes (a SIRET), in the same way. */
  readonly communeNames?:
    readonly { readonly name: string; readonly commune: string }[] | undefined;
  /** Network of whoever comes, when no claim names it: issuer and audience are then of this network alone. */
  readonly network?: string | undefined;
}

/** The names that our own tokens use. */
export const ownPaths = {
  roles: 'roles',
  communes: 'communes',
  network: 'network',
  patronRef: 'patronRef',
  guardianOf: 'guardianOf',
} as const;

const Claims = z.object({
  sub: z.string().min(1),
  network: z.string(),
  communes: List,
  roles: List,
  patronRef: z.string().optional(),
  guardianOf: List,
});

/** The caller of a verified token, or nothing when its claims are not those that the mapping promises. */
export function callerFrom(
  claims: unknown,
  mapping: ClaimMapping = { paths: ownPaths },
): Caller | undefined {
  const { paths, roleNames, communeNames } = mapping;
  const at = (path: string) => valueAt(claims, path);
  const parsed = Claims.safeParse({
    sub: at('sub'),
    network: paths.network === undefined ? mapping.network : at(paths.network),
    communes: at(paths.communes),
    roles: at(paths.roles),
    patronRef: at(paths.patronRef),
    guardianOf: at(paths.guardianOf),
  });
  if (!parsed.success) return undefined;
  const { patronRef, sub, network, ...said } = parsed.data;
  const roles = Roles.safeParse(translated(said.roles, roleNames, ({ role }) => role)).data;
  const communes = translated(said.communes, communeNames, ({ commune }) => commune);
  const guardianOf = namesIn(said.guardianOf);
  const reader = patronRef === undefined ? {} : { patronRef };
  return roles && { sub, network, communes, roles, guardianOf, ...reader };
}

/** Ours for theirs; what the table does not list is left out. A name of the table may hold spaces. */
function translated<N extends { readonly name: string }>(
  value: List,
  table: readonly N[] | undefined,
  ours: (one: N) => string,
): readonly string[] {
  const names = namesIn(value);
  if (!table) return names;
  const known = table.filter(({ name }) => name === value || names.includes(name));
  return [...new Set(known.map(ours))];
}

/** GOV-10: a caller acts only in the communes of the token. */
export function actsIn(caller: Caller, commune: string): boolean {
  return caller.communes.includes('*') || caller.communes.includes(commune);
}

const staffRoles: readonly Role[] = [
  'ILS',
  'DESK',
  'LIBRARIAN',
  'MANAGER',
  'REGISSEUR',
  'ADMIN',
  'DPO',
];

export interface Person {
  readonly patronRef: string;
  readonly commune: string;
}

/**
 * Whether a caller may reach this reader at all: staff in their communes, readers themselves,
 * guardians their children (GOV-10, DIS-06). What they may see of it is each route's business.
 */
export function mayReach(caller: Caller, person: Person): boolean {
  if (caller.roles.includes('PATRON') && caller.patronRef === person.patronRef) return true;
  if (caller.roles.includes('GUARDIAN') && caller.guardianOf.includes(person.patronRef))
    return true;
  return caller.roles.some((role) => staffRoles.includes(role)) && actsIn(caller, person.commune);
}

/** Whether they call as one of these and as nobody else: a reader for themselves, a parent for a child. */
export const isOnly = ({ roles }: Pick<Caller, 'roles'>, ...few: Role[]): boolean =>
  roles.every((role) => few.includes(role));

/** How a record of what was done names who did it: `DESK:sub`, or the system itself when it calls in nobody's role. */
export const actorOf = ({ roles, sub }: Pick<Caller, 'roles' | 'sub'>): string =>
  `${roles[0] ?? 'SYSTEM'}:${sub}`;
