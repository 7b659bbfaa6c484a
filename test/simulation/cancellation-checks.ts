import type { Entry } from '../../src/shipments/ledger.ts';

/** Whether a shipment was cancelled. */
export function isCancelled(entries: readonly Entry[]): boolean {
  return entries.some(({ fact }) => fact.kind === 'shipment-cancelled');
}

/** A cancelled shipment sets its sensors free, and nothing else is recorded of it any more. */
export function cancellationViolations(entries: readonly Entry[]): string[] {
  const first = entries.findIndex(({ fact }) => fact.kind === 'shipment-cancelled');
  if (first < 0) return [];
  const attached = new Set<string>();
  for (const { fact } of entries)
    if (fact.kind === 'device-attached') attached.add(fact.device);
    else if (fact.kind === 'device-detached') attached.delete(fact.device);
  return [
    ...entries
      .slice(first + 1)
      .filter(({ fact }) => fact.kind !== 'device-detached')
      .map(({ sequence, fact }) => `entry ${sequence}, ${fact.kind}, follows the cancellation`),
    ...[...attached].map((device) => `${device} is still attached, although the shipment was cancelled`),
  ];
}
