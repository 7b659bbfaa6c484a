import { plainRuleId } from '../model/combined-profile.ts';
import { unusableArguments } from './exit-status.ts';

/** An alarm, or any other object that names its rule as the ledger does. */
type OfRule = { readonly rule: string };

/**
 * What the alarm of a rule is called on the command line: the rule's id in its own profile, or the id in the ledger where
 * several products of the shipment have an alarm of the same name.
 */
export function nameOfAlarm(rule: string, alarms: readonly OfRule[]): string {
  const name = plainRuleId(rule);
  return rulesNamed(name, alarms).length > 1 ? rule : name;
}

/**
 * The rule whose alarm a person means, as the ledger names it; what is given where there is no such alarm.
 *
 * @throws {CommandError} when several alarms are called so.
 */
export function ruleOfAlarm(given: string, alarms: readonly OfRule[]): string {
  if (alarms.some(({ rule }) => rule === given)) return given;
  const [first = given, ...others] = rulesNamed(given, alarms);
  if (others.length > 0)
    throw unusableArguments(
      `several products have an alarm of rule ${given}; name one of ${[first, ...others].join(', ')}`,
    );
  return first;
}

function rulesNamed(name: string, alarms: readonly OfRule[]): string[] {
  return [...new Set(alarms.flatMap(({ rule }) => (plainRuleId(rule) === name ? [rule] : [])))];
}
