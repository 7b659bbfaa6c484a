import { minutesOfProfiles } from './profiles.ts';
import type { ProfileAsWritten, RuleAsWritten } from '../independent/profile-as-written.ts';

/** A profile of products, with the fields that the independent judge does not know. */
export type ProductProfile = Omit<ProfileAsWritten, 'rules'> & {
  readonly rules: readonly (RuleAsWritten & { readonly phases?: readonly string[] })[];
  readonly startDelay?: string;
  readonly allowances?: readonly ({ readonly id: string; readonly total: string } & AllowanceLimit)[];
  readonly freezeThaw?: {
    readonly freezesBelow: number;
    readonly thawsAbove: number;
    readonly cycles: number;
  };
};
type AllowanceLimit = { readonly [kind in 'above' | 'below' | 'atLeast' | 'atMost']?: number };

export const productKinds = ['sturdy', 'delicate', 'slow', 'phased', 'frozen'] as const;
type Kind = (typeof productKinds)[number];

const temperature = { channel: 'temperature', severity: 'major' } as const;
const warm = { ...temperature, id: 'warm', mode: 'consecutive' } as const;

/**
 * Of each reporting interval one profile of each kind. They have ids of rules and allowances in common that mean
 * different limits, and differ in how long a gap may be, in the start delay and in phases.
 */
export const productProfiles: readonly ProductProfile[] = minutesOfProfiles.flatMap((minutes) => {
  const times = (count: number): string => `PT${Math.round(count * minutes)}M`;
  const common = (kind: Kind, gaps: number) => ({
    id: `${kind}-${minutes}`,
    version: 1,
    name: `${kind} goods, every ${minutes} minutes`,
    sources: ['Made up for simulations'],
    reportingInterval: times(1),
    maxGap: times(gaps),
    completeness: { minimumCoverage: 0.8, longestGap: times(2 * gaps) },
    meanKineticTemperature: null,
  });
  return [
    {
      ...common('sturdy', 6),
      rules: [
        { ...warm, above: 8, for: times(3), severity: 'minor' },
        { ...temperature, id: 'ice', atMost: 0, mode: 'instant', severity: 'critical' },
      ],
      allowances: [{ id: 'out', above: 8, total: times(8) }],
      meanKineticTemperature: { max: 9, window: 'PT24H' },
    },
    {
      ...common('delicate', 1),
      rules: [
        { ...warm, above: 8, for: times(2), severity: 'critical', rejects: true },
        { ...temperature, id: 'ice', atMost: 0, mode: 'cumulative', longerThan: times(1), severity: 'minor' },
      ],
      allowances: [{ id: 'out', above: 5, total: times(4) }],
    },
    {
      ...common('slow', 3),
      startDelay: times(2),
      rules: [{ ...warm, above: 8, mode: 'cumulative', longerThan: times(2) }],
      freezeThaw: { freezesBelow: 0, thawsAbove: 4, cycles: 1 },
    },
    {
      ...common('phased', 2),
      rules: [
        { ...warm, above: 8, for: times(1), phases: ['in-transit'] },
        { ...temperature, id: 'shelf', above: 8, mode: 'instant', phases: ['destination'], severity: 'info' },
        { ...temperature, id: 'ice', below: 1, mode: 'instant', severity: 'minor' },
      ],
    },
    {
      ...common('frozen', 4),
      rules: [{ ...temperature, id: 'mild', atLeast: 12, mode: 'consecutive', for: times(1) }],
      allowances: [{ id: 'out', atLeast: 4.5, total: times(10) }],
      freezeThaw: { freezesBelow: 1, thawsAbove: 5, cycles: 0 },
    },
  ] satisfies ProductProfile[];
});

/**
 * A profile of these products that is known by its version.
 * @throws {RangeError} when there is none.
 */
export function productProfile(id: string): ProductProfile {
  const known = productProfiles.find((each) => each.id === id);
  if (known === undefined) throw new RangeError(`no profile ${id} for products`);
  return known;
}
