// Each list of names stands here once. Schemas, tables of the page and types are made from these lists.

/** The phases of a journey: before departure, until arrival, and after it. */
export const phases = ['origin', 'in-transit', 'destination'] as const;
export type Phase = (typeof phases)[number];

/** The possible recommendations of a verdict, from best to worst. */
export const recommendations = ['release', 'quarantine', 'reject'] as const;
export type Recommendation = (typeof recommendations)[number];

/** Severities in rising order. */
export const severities = ['info', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Types of vaccine vial monitors, named by the days that they last at 37 degrees Celsius. */
export const vialMonitors = ['VVM2', 'VVM7', 'VVM14', 'VVM30'] as const;
export type VialMonitor = (typeof vialMonitors)[number];

/** The decisions that a pharmacist can make on receipt. */
export const decisions = ['released', 'partly-released', 'quarantined', 'rejected'] as const;
export type Decision = (typeof decisions)[number];

/** Whether a decision releases all or some of the goods. */
export function isRelease(decision: Decision): boolean {
  return decision === 'released' || decision === 'partly-released';
}

/** A device's role: to monitor the goods, to monitor the air around them, or to wait as a replacement. */
export const roles = ['product', 'ambient', 'spare'] as const;
export type Role = (typeof roles)[number];

/** The roles of people: logistics monitors, a pharmacist decides and signs, operations runs the system. */
export const personRoles = ['logistics', 'pharmacist', 'operations'] as const;
export type PersonRole = (typeof personRoles)[number];

/** What a link to a shipment permits: looking at it, or reporting its arrival as well. */
export const linkPermits = ['look', 'report-arrival'] as const;
export type LinkPermits = (typeof linkPermits)[number];

/** Why a sensor is no longer evaluated. */
export const sensorFates = ['broken', 'lost', 'silent'] as const;
export type SensorFate = (typeof sensorFates)[number];

/** The status of a shipment. A release that later data contradict needs the pharmacist again. */
export const shipmentStatuses = [
  'planned',
  'in-transit',
  'arrived',
  ...decisions,
  'contradicted',
  'cancelled',
] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];

/** The statuses of shipments that were decided or cancelled. */
export const endedStatuses = [
  ...decisions,
  'contradicted',
  'cancelled',
] as const satisfies readonly ShipmentStatus[];
export type EndedStatus = (typeof endedStatuses)[number];

/** By what insights about many shipments can be listed. */
export const insightDimensions = ['lane', 'carrier', 'packaging', 'month'] as const;
export type InsightDimension = (typeof insightDimensions)[number];
