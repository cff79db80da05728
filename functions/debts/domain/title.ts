import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { periodDeadline, type Deadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';

const { titleDua, recovery } = retentionRules['RET-14'].parameters;

const Debtor = z.object({
  name: z.object({ family: z.string(), given: z.array(z.string()) }),
  address: z
    .object({
      lines: z.array(z.string()),
      postCode: z.string().optional(),
      city: z.string().optional(),
    })
    .optional(),
});
export type Debtor = z.infer<typeof Debtor>;

/**
 * The RET-14 record of one debt under a title: debtor, amount, references, dates, and nothing else. It is all that the
 * Trésor public may be sent (DIS-07).
 */
export const TitleRecord = z.object({
  titleRef: z.string(),
  issuedOn: z.string(),
  debtor: Debtor,
  debtRef: z.string(),
  openedOn: z.string(),
  amountCents: z.int(),
});
export type TitleRecord = z.infer<typeof TitleRecord>;

/** A title as the régie and the Trésor know it: one debtor, all its debts. */
export const Title = z
  .strictObject({
    titleRef: z.string(),
    commune: z.string(),
    issuedOn: z.string(),
    debtor: Debtor,
    amountCents: z.int(),
    debts: z.array(TitleRecord.pick({ debtRef: true, openedOn: true, amountCents: true }).strict()),
    keptUntil: z.string(),
  })
  .meta({ id: 'DebtTitle' });
export type Title = z.infer<typeof Title>;

/** Which day starts the ten years: to be confirmed by the DPO, so a parameter of the rule (RET-14, M). */
export type CountedFrom = 'BUDGET_YEAR_END' | 'ISSUE';
export const countedFrom: CountedFrom = retentionRules['RET-14'].parameters.countedFrom;

/** RET-14: ten years from the close of the budget year of the title, or from its issue. */
export function titleDeadline(args: {
  issuedOn: string;
  zone: string;
  countedFrom: CountedFrom;
}): Deadline {
  const issued = Temporal.PlainDate.from(args.issuedOn);
  const from = args.countedFrom === 'ISSUE' ? issued : issued.with({ month: 12, day: 31 });
  return periodDeadline({ from, period: titleDua, zone: args.zone });
}

/** A debt for which nobody issues a title leaves when it could no longer be recovered (RET-14). */
export function debtDeadline({ since, zone }: { since: string; zone: string }): Deadline {
  return periodDeadline({ from: Temporal.PlainDate.from(since), period: recovery, zone });
}

interface Kept {
  readonly record: TitleRecord;
  readonly commune: string;
  readonly keptUntil: string;
}

/** Titles of the records of their debts, in the order of their refs. */
export function titlesOf(records: readonly Kept[]): Title[] {
  const byTitle = Map.groupBy(records, ({ commune, record }) => `${commune} ${record.titleRef}`);
  const titles = [...byTitle.values()].flatMap((kept) => {
    const [first] = kept;
    if (!first) return [];
    const { record, commune, keptUntil } = first;
    const { titleRef, issuedOn, debtor } = record;
    const debts = kept.map(({ record: { debtRef, openedOn, amountCents } }) => ({
      debtRef,
      openedOn,
      amountCents,
    }));
    const amountCents = debts.reduce((sum, debt) => sum + debt.amountCents, 0);
    return [{ titleRef, commune, issuedOn, debtor, amountCents, debts, keptUntil }];
  });
  return titles.toSorted((a, b) => (a.titleRef < b.titleRef ? -1 : 1));
}
