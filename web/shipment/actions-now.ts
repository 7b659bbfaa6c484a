import { isPermitted } from '../session/permitted.ts';
import type { Shown } from './shown.ts';

/** What people do to a shipment as a whole, in the order of its journey. */
const shipmentActions = ['depart', 'hand-over', 'arrive', 'edit', 'share', 'cancel', 'copy'] as const;
export type ShipmentAction = (typeof shipmentActions)[number];

type Before = Pick<Shown, 'status' | 'departedAt' | 'arrivedAt' | 'decision' | 'cancellation' | 'site'>;

/** When each action is legal. A declared departure or arrival is withdrawn before another is declared. */
const isLegal: Readonly<Record<ShipmentAction, (shown: Before) => boolean>> = {
  depart: (shown) => isOpen(shown) && shown.departedAt === null,
  'hand-over': isOpen,
  arrive: (shown) => isOpen(shown) && shown.arrivedAt === null,
  edit: isOpen,
  cancel: (shown) => isOpen(shown) && shown.departedAt === null && shown.arrivedAt === null,
  share: ({ cancellation }) => cancellation === null,
  copy: () => true,
};

/** Returns whether an action is legal now, whoever takes it. */
export function isLegalNow(action: ShipmentAction, shown: Before): boolean {
  return isLegal[action](shown);
}

function isOpen({ decision, cancellation }: Before): boolean {
  return decision === null && cancellation === null;
}

const taskOf = (action: ShipmentAction) =>
  action === 'share'
    ? 'share'
    : action === 'arrive'
      ? 'declare-arrival'
      : action === 'depart' || action === 'hand-over'
        ? 'handle'
        : 'plan';

/**
 * Returns what a person can do to a shipment now; the action that comes next in its journey; and what would be legal
 * now, but is for others to do.
 */
export function actionsNow(
  shown: Before,
  person: Parameters<typeof isPermitted>[0],
): {
  readonly offered: readonly ShipmentAction[];
  readonly next: ShipmentAction | null;
  readonly ofOthers: readonly ShipmentAction[];
} {
  const legal = shipmentActions.filter((action) => isLegal[action](shown));
  const mayDo = (action: ShipmentAction): boolean => isPermitted(person, taskOf(action), shown.site);
  const offered = legal.filter(mayDo);
  const coming = shown.status === 'planned' ? 'depart' : shown.status === 'in-transit' ? 'arrive' : null;
  return {
    offered,
    next: offered.find((action) => action === coming) ?? null,
    // A copy and a link change nothing of this shipment, so nobody needs to be asked for one.
    ofOthers: legal.filter((action) => action !== 'copy' && action !== 'share' && !mayDo(action)),
  };
}
