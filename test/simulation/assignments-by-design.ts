import type { Entry } from '../../src/shipments/ledger.ts';

/**
 * A device's assignment to a shipment, derived from the ledger without the product's help. Times are epoch
 * milliseconds.
 */
export type AssignmentByDesign = {
  readonly device: string;
  readonly since: number;
  readonly intervalMs: number;
  readonly detachedAt: number | null;
  /** The end of the evaluated time: the declared arrival, the detachment, or the time of evaluation. */
  readonly to: number;
  readonly isOpen: boolean;
  /** The declared arrival, if it ends the evaluated time; else null. */
  readonly arrivedAt: number | null;
  /** The ids of the products that it stands for; null: all of them. */
  readonly products: readonly string[] | null;
};

type Attached = Pick<AssignmentByDesign, 'device' | 'since' | 'intervalMs' | 'detachedAt' | 'products'>;

/** The assignments of all devices to a shipment at a given time, in the order of attachment. */
export function assignmentsByDesign(entries: readonly Entry[], asOf: number): AssignmentByDesign[] {
  const attached: (Attached & { detachedAt: number | null })[] = [];
  const arrivals: number[] = [];
  for (const { fact } of entries) {
    if (fact.kind === 'device-attached')
      attached.push({ ...fact, products: fact.products ?? null, detachedAt: null });
    if (fact.kind === 'device-detached')
      attached.findLast(({ device }) => device === fact.device)!.detachedAt = fact.until;
    if (fact.kind === 'arrived' && fact.detectedBy === null) arrivals.push(fact.at);
    if (fact.kind === 'milestone-withdrawn' && fact.milestone === 'arrived' && fact.detectedBy === null)
      arrivals.pop();
  }
  const arrivedAt = arrivals.at(-1) ?? null;
  return attached.map(({ device, since, intervalMs, detachedAt, products }) => {
    const end = Math.min(arrivedAt ?? Infinity, detachedAt ?? Infinity);
    return {
      device,
      since,
      intervalMs,
      detachedAt,
      to: Math.max(since, Math.min(end, asOf)),
      isOpen: end > asOf,
      arrivedAt,
      products,
    };
  });
}
