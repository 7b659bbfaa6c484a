import type { ScalarChannel } from '../model/reading.ts';
import type { Decision } from '../model/enumerations.ts';

/**
 * EPCIS types of the channels, with units of UN/ECE Recommendation 20. A battery level is not a measurement of the
 * goods.
 */
export const measurements = {
  temperature: { type: 'Temperature', uom: 'CEL' },
  pressure: { type: 'Pressure', uom: 'KPA' },
  humidity: { type: 'RelativeHumidity', uom: 'P1' },
  battery: null,
} as const satisfies Record<ScalarChannel, { readonly type: string; readonly uom: string } | null>;
export type Measured = {
  [channel in ScalarChannel]: (typeof measurements)[channel] extends null ? never : channel;
}[ScalarChannel];

/**
 * Terms of the Core Business Vocabulary 2.0 for a decision on receipt. It has no term for quarantine: the goods are
 * held and must not be sold.
 */
export const decided = {
  released: { bizStep: 'accepting', disposition: 'in_progress' },
  'partly-released': { bizStep: 'inspecting', disposition: 'in_progress' },
  quarantined: { bizStep: 'holding', disposition: 'non_sellable_other' },
  rejected: { bizStep: 'inspecting', disposition: 'non_sellable_other' },
} as const satisfies Record<Decision, object>;
export type ReceiptTerms = (typeof decided)[Decision];

export const shipping = { bizStep: 'shipping', disposition: 'in_transit' } as const;
export const arriving = { bizStep: 'arriving', disposition: 'in_progress' } as const;
export const receiving = { bizStep: 'receiving', disposition: 'in_progress' } as const;

/** A label that no longer identifies the goods, and the one that does from then on. */
export const relabelled = {
  former: { action: 'DELETE', bizStep: 'decommissioning', disposition: 'inactive' },
  next: { action: 'ADD', bizStep: 'commissioning', disposition: 'active' },
} as const;

/** A Coldwatch name as a URI. */
export function urn(kind: string, name: string): string {
  return `urn:coldwatch:${kind}:${encodeURIComponent(name)}`;
}

/** A time in epoch milliseconds as EPCIS writes it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
