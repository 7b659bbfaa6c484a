import { checkAllowances } from '../../src/allowances/check-allowances.ts';
import type { AllowanceFinding } from '../../src/allowances/check-allowances.ts';
import { accountsOf, profileOf } from './accounts.ts';
import type { History } from './history.ts';
import { expected } from './reference.ts';

/** The product's findings about the lot of a history. */
export function findingsOf(history: History): readonly AllowanceFinding[] {
  const legs = accountsOf(history);
  const last = legs.find(({ shipment }) => shipment === history.last)!;
  const { lots } = history.legs.find(({ shipment }) => shipment === history.last)!;
  return checkAllowances(
    profileOf(history),
    last,
    legs,
    history.lot === null ? null : (lots[history.lot] ?? null),
  );
}

/** What the product and the reference make of a history differently, one line each. */
export function differencesOf(history: History): string[] {
  return findingsOf(history).flatMap(({ allowance, outcome, used }) => {
    const question = history.allowances.find(({ id }) => id === allowance) ?? null;
    const { left, most, isUnknown, isUsedHere, worst } = expected(history, question);
    const name = allowance ?? 'cycles';
    const isSame = (track: (typeof worst)[number]): boolean =>
      (['before', 'beforeObserved', 'here', 'hereObserved', 'readmitted'] as const).every(
        (key) => track[key] === used[key],
      );
    const expectedOutcome = left < 0 ? 'fail' : !isUnknown ? 'pass' : isUsedHere ? 'fail' : 'note';
    return [
      ...(used.left === left ? [] : [`${name}: ${used.left} left instead of ${left}`]),
      ...(used.most === most ? [] : [`${name}: at most ${used.most} instead of ${most}`]),
      ...(used.unknown.length > 0 === isUnknown ? [] : [`${name}: unknown is not ${isUnknown}`]),
      ...(worst.some(isSame) ? [] : [`${name}: ${JSON.stringify(used)} is none of ${JSON.stringify(worst)}`]),
      ...(outcome === expectedOutcome ? [] : [`${name}: ${outcome} instead of ${expectedOutcome}`]),
    ];
  });
}
