/** The phases of a journey: before departure, until arrival, and after it. */
export const phases = ['origin', 'in-transit', 'destination'] as const;
export type Phase = (typeof phases)[number];
