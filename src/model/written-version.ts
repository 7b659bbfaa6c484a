import type { ProfileVersion } from './shipment-plan.ts';

/** A profile version as people and plans write it, such as who-storage@1. */
export function writtenVersion({ id, version }: ProfileVersion): string {
  return `${id}@${version}`;
}
