/** What can go wrong with a request to a service. The plan gives each a probability. */
export const faultKinds = [
  /** Refused before it had any effect. */
  'throttled',
  /** Carried out, but reported as failed. */
  'lost',
  /** Carried out, its response lost, and carried out again on the client's retry. */
  'again',
  /** Far slower than usual. */
  'slow',
  /** An eventually consistent read returns old data. */
  'stale',
  /** The function dies, before or after the request. */
  'crash',
  /** The archive is unavailable, one hour in four. */
  'outage',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type Faults = Readonly<Record<FaultKind, number>>;
export const noFaults: Faults = { throttled: 0, lost: 0, again: 0, slow: 0, stale: 0, crash: 0, outage: 0 };
