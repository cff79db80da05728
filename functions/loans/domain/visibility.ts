import type { Caller, Role } from '#core/caller.ts';

/** How much of one kind of loan a caller sees. `DUES`: that something is due, not what. */
export type Sight = 'FULL' | 'DUES' | 'NONE';

export interface View {
  readonly open: Sight;
  readonly returned: Sight;
  /** Loans of other communes than the caller's are seen as `DUES` at most. */
  readonly byCommune: boolean;
  /** Only loans whose due date has passed. */
  readonly overdueOnly?: boolean;
}

/**
 * Roles × loans (`rules.md` §4). No row lists a reader's returned loans for people of the staff (situation 6): the desk prints
 * a reading list with the reader present, and looks at one item's last borrowers.
 */
const staffViews: Partial<Record<Role, View>> = {
  // It told us of every one of them, and shows readers their own account.
  ILS: { open: 'FULL', returned: 'FULL', byCommune: true },
  DESK: { open: 'FULL', returned: 'NONE', byCommune: true },
  MANAGER: { open: 'FULL', returned: 'NONE', byCommune: true },
  REGISSEUR: { open: 'FULL', returned: 'NONE', byCommune: true, overdueOnly: true },
};

const own: View = { open: 'FULL', returned: 'FULL', byCommune: false };

/** DIS-06: up to 14 a guardian sees the child's loans, at 15–17 due dates alone, from 18 nothing. */
const guardianViews: readonly { readonly below: number; readonly view: View }[] = [
  { below: 15, view: own },
  { below: 18, view: { open: 'DUES', returned: 'NONE', byCommune: false } },
];

/**
 * What a caller may see of a reader's loans; nothing at all when no role of theirs lets them.
 * @param age of the reader in full years; unknown counts as 15–17, the strictest of a minor
 */
export function viewOf(
  caller: Caller,
  patronRef: string,
  age: number | undefined,
): View | undefined {
  if (isSelf(caller, patronRef)) return own;
  if (isGuardian(caller, patronRef)) {
    return guardianViews.find(({ below }) => (age ?? 15) < below)?.view;
  }
  const views = caller.roles.flatMap((role) => staffViews[role] ?? []);
  return views.find(({ overdueOnly }) => !overdueOnly) ?? views[0];
}

const isSelf = (caller: Caller, patronRef: string) =>
  caller.roles.includes('PATRON') && caller.patronRef === patronRef;

export const isGuardian = (caller: Caller, patronRef: string) =>
  caller.roles.includes('GUARDIAN') && caller.guardianOf.includes(patronRef);

const staff: readonly Role[] = ['ILS', 'DESK', 'LIBRARIAN', 'MANAGER', 'REGISSEUR', 'ADMIN', 'DPO'];

/** GOV-10: a read by staff is recorded, the reader's own and the guardian's is not. */
export function isStaffRead(caller: Caller, patronRef: string): boolean {
  if (isSelf(caller, patronRef) || isGuardian(caller, patronRef)) return false;
  return caller.roles.some((role) => staff.includes(role));
}
