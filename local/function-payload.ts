import { serviceLimits } from './service-limits.ts';

/** An event or an answer that is larger than Lambda hands over. */
export class PayloadTooLarge extends Error {}

/** Bytes of what a function is given, or answers. */
export function payloadBytes(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(payload) ?? '');
}

/** Whether Lambda hands it over. */
export function isHandedOver(payload: unknown): boolean {
  return payloadBytes(payload) <= serviceLimits.functionPayloadBytes.limit;
}
