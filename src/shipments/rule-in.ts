import { partOfRule, plainRuleId } from '../model/combined-profile.ts';
import type { ProfileVersion } from '../model/profile-version.ts';

/**
 * The id that a rule of the ledger has in a profile by which a product is judged; null where it is of another part of
 * what monitored the sensor.
 */
export function ruleIn({ id, version }: ProfileVersion, ledgerRule: string): string | null {
  const part = partOfRule(ledgerRule);
  const isOwn = part === null || (part.id === id && part.version === version);
  return isOwn ? plainRuleId(ledgerRule) : null;
}
