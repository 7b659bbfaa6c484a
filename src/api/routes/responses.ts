// What the API answers, by what it is about.

export { decision, pageOf, shipmentStatus } from './response-fields.ts';
export * from './receipt-responses.ts';
export * from './record-responses.ts';
export * from './shipment-responses.ts';
export * from './system-responses.ts';
