// What the API answers, by what it is about.

export { decision, pageOf, shipmentStatus } from './answered.ts';
export * from './receipt-answers.ts';
export * from './record-answers.ts';
export * from './shipment-answers.ts';
export * from './system-answers.ts';
