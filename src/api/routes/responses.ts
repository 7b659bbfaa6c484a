// The responses of the API by subject.

export { decision, endedStatus, pageOf, shipmentStatus } from './response-fields.ts';
export * from './alert-responses.ts';
export * from './operating-responses.ts';
export * from './insight-responses.ts';
export * from './people-responses.ts';
export * from './device-responses.ts';
export * from './lane-responses.ts';
export * from './leg-responses.ts';
export * from './planning-responses.ts';
export * from './receipt-responses.ts';
export * from './record-responses.ts';
export * from './share-responses.ts';
export * from './shipment-responses.ts';
export * from './verdict-responses.ts';
export * from './source-responses.ts';
export * from './system-responses.ts';
