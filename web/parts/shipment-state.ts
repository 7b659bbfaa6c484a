import { decisions } from '../../src/model/enumerations.ts';
import type { Answer } from '../api/answer.ts';

export type BoardItem = Answer<'listBoard'>['items'][number];

/** The states of a shipment for the people who watch it, the most urgent first. */
export const shipmentStates = [
  'alarm',
  'contradicted',
  'silent',
  'no-logger',
  'departure-overdue',
  'late',
  'warning',
  'answered',
  'decide',
  'travelling',
  'planned',
] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** The states that need somebody to act now. */
export const urgent: ReadonlySet<ShipmentState> = new Set([
  'alarm',
  'contradicted',
  'silent',
  'no-logger',
  'departure-overdue',
  'late',
  'warning',
]);

const decided: ReadonlySet<string> = new Set(decisions);

/** Returns whether a decision is in force and nothing contradicts it. */
export function isDecided({ status }: Pick<BoardItem, 'status'>): boolean {
  return decided.has(status);
}

/** What the state of a shipment is derived from. */
type Shown = Pick<
  BoardItem,
  | 'status'
  | 'standingAlarms'
  | 'silentDevices'
  | 'warnings'
  | 'devices'
  | 'plannedDeparture'
  | 'plannedArrival'
  | 'inferredArrivedAt'
>;

/** Derives the state from the API's data at a time in epoch milliseconds; nothing is evaluated here. */
export function shipmentStateOf(item: Shown, now: number): ShipmentState {
  const { status, standingAlarms, silentDevices, warnings } = item;
  if (standingAlarms.some(({ acknowledgedAt }) => acknowledgedAt === null)) return 'alarm';
  if (status === 'contradicted') return 'contradicted';
  if (silentDevices.length > 0) return 'silent';
  if (lacksLogger(item, now)) return 'no-logger';
  // A shipment that has not departed is late at its destination because of that.
  if (isDepartureOverdue(item, now)) return 'departure-overdue';
  if (warnings.includes('late') || isOverdue(item, now)) return 'late';
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

/** Returns whether a shipment should have departed by now, and neither people nor positions say that it has. */
export function isDepartureOverdue(
  { status, plannedDeparture }: Pick<BoardItem, 'status' | 'plannedDeparture'>,
  now: number,
): boolean {
  return status === 'planned' && plannedDeparture !== null && Date.parse(plannedDeparture) < now;
}

/** How long before its planned departure a shipment must have a logger, in milliseconds. */
const loggerNeededBeforeMs = 2 * 3_600_000;

/**
 * Returns whether nothing monitors a shipment that is on the way or departs within two hours: no logger is attached,
 * and no logger's file either. At the destination the logger may be gone already.
 */
export function lacksLogger(
  {
    status,
    devices,
    plannedDeparture,
    inferredArrivedAt,
  }: Pick<BoardItem, 'status' | 'devices' | 'plannedDeparture' | 'inferredArrivedAt'>,
  now: number,
): boolean {
  if (devices.length > 0) return false;
  if (status === 'in-transit') return inferredArrivedAt === null;
  return (
    status === 'planned' &&
    plannedDeparture !== null &&
    Date.parse(plannedDeparture) - now <= loggerNeededBeforeMs
  );
}
