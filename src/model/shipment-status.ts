import { decisions } from './decision.ts';

/** The status of a shipment. A release that later data contradict needs the pharmacist again. */
export const shipmentStatuses = ['planned', 'in-transit', 'arrived', ...decisions, 'contradicted'] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];
