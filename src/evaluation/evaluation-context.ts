import type { Role } from '../model/enumerations.ts';
import { asksForDestination } from '../model/combined-profile.ts';
import type { Profile } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import type { Route } from './route.ts';
import { type PhaseBoundaries, firstDepartureOf } from './span.ts';

/**
 * What a device is evaluated against during a journey. The profile contains the device's own interval; times are device
 * times.
 */
export type EvaluationContext = {
  readonly profile: Profile;
  /** When the device was attached. Its positions count as the shipment's from then on. */
  readonly attachedAt: number;
  /** Start of the device's span. */
  readonly since: number;
  /** End of the span, or null if it is open. Later readings are stored but not evaluated. */
  readonly until: number | null;
  readonly phases: PhaseBoundaries | null;
  /** The planned route; null if nobody planned one, and for devices whose positions do not count. */
  readonly route: Route | null;
  /** When the device's calibration expires; null if unknown. */
  readonly calibratedUntil: number | null;
};

type Ends = Pick<EvaluationContext, 'attachedAt' | 'since' | 'until'>;

/** The time in which a channel's readings count, for the verdict or for diagnostics. */
export function countedSpan(
  { attachedAt, since, until }: Ends,
  channel: Channel,
): { from: number; to: number } {
  // Conditioning is not evaluated, but a departure or a refused message during that time still counts.
  const isEarlier = channel === 'location' || channel === 'refused' || channel === 'backlog';
  return { from: isEarlier ? attachedAt : since, to: until ?? Infinity };
}

/** Whether a reading lies in the time in which its channel counts. */
export function counts(context: Ends, channel: Channel, at: number): boolean {
  const { from, to } = countedSpan(context, channel);
  return at >= from && at <= to;
}

/** What is known about a device's assignment to a shipment. */
type AssignmentDetails = {
  readonly since: number;
  readonly phases: PhaseBoundaries;
  readonly role: Role;
  readonly declaredAt: number | null;
  readonly calibratedUntil: number | null;
};

/**
 * Returns the span and the evaluation context of an assignment. The span starts when the start delay ends, or at the
 * departure if that comes first, even if it is only inferred. It ends at the declared arrival, unless a rule applies to
 * the destination, or when someone declares that the sensor no longer counts. A spare is evaluated by no rules; only
 * its own health is monitored.
 */
export function evaluationContextOf(
  profile: Profile,
  { since, phases, role, declaredAt, calibratedUntil }: AssignmentDetails,
  route: Route | null,
): EvaluationContext {
  const { arrivedAt } = phases;
  const ends = [declaredAt, asksForDestination(profile) ? null : arrivedAt].filter((end) => end !== null);
  return {
    profile: role === 'spare' ? { ...profile, rules: [] } : profile,
    attachedAt: since,
    since: Math.max(since, Math.min(since + profile.startDelayMs, firstDepartureOf(phases) ?? Infinity)),
    until: ends.length === 0 ? null : Math.min(...ends),
    phases,
    route: role === 'product' ? route : null,
    calibratedUntil,
  };
}
