import * as z from 'zod';

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

/** Who calls, from the verified claims of the token. */
export interface Caller {
  readonly sub: string;
  readonly network: string;
  readonly communes: readonly string[];
  readonly roles: readonly Role[];
  readonly patronRef?: string;
  readonly guardianOf: readonly string[];
}

/**
 * API Gateway hands claims over as strings, an array as `[a b]`; a token read elsewhere has real arrays.
 * Both are accepted.
 */
const List = z
  .union([z.array(z.string()), z.string()])
  .default([])
  .transform((value) =>
    Array.isArray(value)
      ? value
      : value
          .replaceAll(/^\[|\]$/gu, '')
          .split(/[\s,]+/u)
          .filter(Boolean),
  );

const Claims = z.object({
  sub: z.string(),
  network: z.string(),
  communes: List,
  roles: List.pipe(z.array(Role)),
  patronRef: z.string().optional(),
  guardianOf: List,
});

/** The caller of a verified token, or nothing when its claims are not ours. */
export function callerFrom(claims: unknown): Caller | undefined {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) return undefined;
  const { patronRef, ...caller } = parsed.data;
  return patronRef === undefined ? caller : { ...caller, patronRef };
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
