import { type Product, productsOf } from '../model/product.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import type { Attachment } from './ledger.ts';
import type { ShipmentPlan } from './ledger-event.ts';
import { ruleIn } from './rule-in.ts';
import { standsFor } from './stands-for.ts';

/** The products of a sensor that a rule is about, and those that its other rules are about. */
export type ProductsAffected = { readonly affected: readonly Product[]; readonly within: readonly Product[] };

/**
 * Which products an alarm affects that a sensor raised by a rule, named as in the ledger: those whose profile has the
 * rule. The sensor stands for the others too, and by their own rules they are within limits as far as this alarm goes.
 */
export function productsAffected(
  plan: ShipmentPlan,
  attachment: Attachment,
  ledgerRule: string,
): ProductsAffected {
  const own = productsOf(plan).filter((product) => standsFor(attachment, product));
  const isAffected = ({ profile }: Product): boolean => ruleIn(profile, ledgerRule) !== null;
  return {
    affected: own.filter(isAffected),
    within: own.filter((product) => !isAffected(product)),
  };
}

/** The rule that the ledger names, in the profile by which a sensor is monitored; null where it has none of that id. */
export function ruleOf({ rules }: Pick<Profile, 'rules'>, ledgerRule: string): LimitRule | null {
  return rules.find(({ id }) => id === ledgerRule) ?? null;
}
