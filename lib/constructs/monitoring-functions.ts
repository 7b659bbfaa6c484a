import { allMonitorParts } from '../../src/storage/monitor-parts.ts';

/**
 * So many functions share the parts. An instance remembers what it has seen of its parts, and only a function's own
 * instances get them: another invocation of the same function may be given to any of its instances. At most as many as
 * there are parts.
 */
export const monitoringFunctions = 4;

/** Which parts of the watched shipments a function has; `index` from 0. */
export function partsOfFunction(index: number): number[] {
  return allMonitorParts.filter((part) => part % monitoringFunctions === index);
}
