import { campaignRules } from './rules/campaigns.ts';
import { consentRules } from './rules/consent.ts';
import { dataRules } from './rules/data.ts';
import { disclosureRules } from './rules/disclosure.ts';
import { governanceRules } from './rules/governance.ts';
import { notificationRules } from './rules/notifications.ts';
import { retentionRules } from './rules/retention.ts';
import { rightsRules } from './rules/rights.ts';

export type { Parameter } from './rules/rule.ts';

/**
 * The law as data. Code reads a value where it applies it: `rules['RET-01'].parameters.loanMonths`.
 * A function that needs one chapter may import that chapter alone and stay small.
 */
export const rules = {
  ...retentionRules,
  ...consentRules,
  ...notificationRules,
  ...campaignRules,
  ...disclosureRules,
  ...rightsRules,
  ...dataRules,
  ...governanceRules,
};

/** Id of a rule of the catalogue: a misspelt id is a type error. */
export type RuleId = keyof typeof rules;

export function isRuleId(id: string): id is RuleId {
  return Object.hasOwn(rules, id);
}

/** Every id, in the order of the chapters. */
export const ruleIds: readonly RuleId[] = Object.keys(rules).filter(isRuleId);
