import { decisions } from '../../src/model/enumerations.ts';
import type { Answer } from '../api/answer.ts';

export type BoardItem = Answer<'listBoard'>['items'][number];

/** The states of a shipment for the people who watch it, the most urgent first. */
export const shipmentStates = [
  'alarm',
  'contradicted',
  'silent',
  'late',
  'warning',
  'answered',
  'decide',
  'travelling',
  'planned',
] as const;
export type ShipmentState = (typeof shipmentStates)[number];

const decided: ReadonlySet<string> = new Set(decisions);

/** Returns whether a decision is in force and nothing contradicts it. */
export function isDecided({ status }: Pick<BoardItem, 'status'>): boolean {
  return decided.has(status);
}

/** The states that need somebody to act now. */
export const urgent: ReadonlySet<ShipmentState> = new Set([
  'alarm',
  'contradicted',
  'silent',
  'late',
  'warning',
]);

/** Derives the state from the API's data; nothing is evaluated here. */
export function shipmentStateOf(
  {
    status,
    standingAlarms,
    silentDevices,
    warnings,
    plannedArrival,
    inferredArrivedAt,
  }: Pick<
    BoardItem,
    'status' | 'standingAlarms' | 'silentDevices' | 'warnings' | 'plannedArrival' | 'inferredArrivedAt'
  >,
  now: number,
): ShipmentState {
  if (standingAlarms.some(({ acknowledgedAt }) => acknowledgedAt === null)) return 'alarm';
  if (status === 'contradicted') return 'contradicted';
  if (silentDevices.length > 0) return 'silent';
  if (warnings.includes('late') || isOverdue({ status, plannedArrival, inferredArrivedAt }, now))
    return 'late';
  if (warnings.length > 0) return 'warning';
  if (standingAlarms.length > 0) return 'answered';
  if (status === 'arrived') return 'decide';
  return status === 'planned' ? 'planned' : 'travelling';
}

/** Returns when positions show that a shipment arrived, if nobody has declared it; null where they do not. */
export function seemsArrivedAt({
  arrivedAt,
  inferredArrivedAt,
}: Pick<BoardItem, 'arrivedAt' | 'inferredArrivedAt'>): string | null {
  return arrivedAt === null ? inferredArrivedAt : null;
}

/** Returns whether a shipment should have arrived by now and positions do not show an arrival either. */
export function isOverdue(
  {
    status,
    plannedArrival,
    inferredArrivedAt,
  }: Pick<BoardItem, 'status' | 'plannedArrival' | 'inferredArrivedAt'>,
  now: number,
): boolean {
  const isUnderWay = (status === 'planned' || status === 'in-transit') && inferredArrivedAt === null;
  return isUnderWay && plannedArrival !== null && Date.parse(plannedArrival) < now;
}
