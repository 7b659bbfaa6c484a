/** What services do to who uses them; each has a likelihood, by which a simulation has it. */
export const faultKinds = [
  /** Refused before anything happened. */
  'throttled',
  /** Done, and said to have failed. */
  'lost',
  /** Done, its answer lost, and done again by the client. */
  'again',
  /** Far slower than usual. */
  'slow',
  /** Reads that may lag behind do. */
  'stale',
  /** The function ends, before or after the request. */
  'crash',
  /** The archive is away, an hour in every four. */
  'outage',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type Faults = Readonly<Record<FaultKind, number>>;
export const noFaults: Faults = { throttled: 0, lost: 0, again: 0, slow: 0, stale: 0, crash: 0, outage: 0 };
