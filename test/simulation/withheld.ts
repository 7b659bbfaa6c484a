import type { Chance } from '../proof/chance.ts';
import type { Sent, ShipmentPlan } from './plan-types.ts';
const minute = 60_000;

/**
 * What a device sends if its box is out of coverage from before the arrival until after a decision was signed; in most
 * worlds that does not happen. Times are epoch milliseconds.
 */
export function withheld(
  sent: readonly Sent[],
  { attachedAt, arrivedAt, signsAt }: ShipmentPlan,
  chance: Chance,
  endsAt: number,
): readonly Sent[] {
  if (arrivedAt === null || signsAt === null || !chance.is(0.5)) return sent;
  const from = arrivedAt - chance.number() * 0.7 * (arrivedAt - attachedAt);
  const until = signsAt + chance.between(0.3, 1) * (endsAt - signsAt);
  return sent
    .map((each) =>
      each.at < from || each.at >= until ? each : { ...each, at: until + chance.number() * minute },
    )
    .filter(({ at }) => at < endsAt);
}
