import { allMonitorParts } from '../../src/storage/monitor-parts.ts';

/**
 * The number of functions that share the parts. An instance caches what it has seen of its parts, and only separate
 * functions guarantee that the same instance gets them again: another invocation of one function may reach any of its
 * instances. At most as many as there are parts.
 */
export const monitoringFunctions = 4;

/** Returns the parts of the watched shipments that a function monitors; `index` counts from 0. */
export function partsOfFunction(index: number): number[] {
  return allMonitorParts.filter((part) => part % monitoringFunctions === index);
}
