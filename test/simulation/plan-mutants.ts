import type { Mutant } from '../proof/mutate.ts';

/** Bugs in what a changed plan and a cancellation have to reach. */
export const planMutants: readonly (Mutant & { readonly isRare?: true })[] = [
  {
    name: 'changed geofence ignored',
    what: 'A warm function compares positions with the geofences that the shipment had when it first met it.',
    file: 'src/storage/evaluation-contexts.ts',
    find: 'const { shipment, profile, intervalMs, routeSequence } = assignment;',
    replace: `const { shipment, profile, intervalMs } = assignment;
    const met = ((routeOf as { met?: Map<string, number | null> }).met ??= new Map<string, number | null>());
    if (!met.has(shipment)) met.set(shipment, assignment.routeSequence);
    const routeSequence = met.get(shipment)!;`,
    isRare: true,
  },
  {
    name: 'cancelled shipment escalates',
    what: 'The alarms of a cancelled shipment stay open, wait for an answer, and escalate.',
    file: 'src/shipments/alarms.ts',
    find: 'for (const each of this.#alarms) each.endedAt ??= recordedAt;',
    replace: 'void recordedAt;',
  },
];
