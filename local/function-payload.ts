import { serviceLimits } from './service-limits.ts';

/** Thrown for an event above Lambda's payload limit: the caller asks too much. */
export class PayloadTooLarge extends Error {}

/** Thrown for a response above Lambda's payload limit: the function fails. */
export class ResponseTooLarge extends Error {}

/** Returns the size in bytes of an event or a response. */
export function payloadBytes(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(payload) ?? '');
}

/** Returns whether a payload is within Lambda's limit. */
export function isHandedOver(payload: unknown): boolean {
  return payloadBytes(payload) <= serviceLimits.functionPayloadBytes.limit;
}
