import type { Role } from '../model/device-role.ts';
import type { Profile } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import type { Route } from './route.ts';
import { type PhaseBoundaries, firstDepartureOf } from './span.ts';

/** What a device is judged by while it travels; the profile has the device's own interval. Times are device times. */
export type Terms = {
  readonly profile: Profile;
  /** When it was attached: from here on its positions tell of the journey. */
  readonly attachedAt: number;
  /** Beginning of the device's span. */
  readonly since: number;
  /** End of it where it has one: what is read later is kept and not judged. */
  readonly until: number | null;
  readonly phases: PhaseBoundaries | null;
  /** Where the shipment goes; null where nobody said, and for devices whose positions do not decide. */
  readonly route: Route | null;
  /** When the device's calibration ceases to hold; null where it is not known. */
  readonly calibratedUntil: number | null;
};

type Ends = Pick<Terms, 'attachedAt' | 'since' | 'until'>;

/** The time in which a channel's readings have a part in what is judged or found out under these terms. */
export function countedSpan(
  { attachedAt, since, until }: Ends,
  channel: Channel,
): { from: number; to: number } {
  // Conditioning is not judged; but who leaves meanwhile has left, and what is refused meanwhile was refused.
  const isEarlier = channel === 'location' || channel === 'refused' || channel === 'backlog';
  return { from: isEarlier ? attachedAt : since, to: until ?? Infinity };
}

/** Whether a reading lies in that time. */
export function counts(terms: Ends, channel: Channel, at: number): boolean {
  const { from, to } = countedSpan(terms, channel);
  return at >= from && at <= to;
}

/** What is settled about a device's time with a shipment. */
export type AssignmentDetails = {
  readonly since: number;
  readonly phases: PhaseBoundaries;
  readonly role: Role;
  readonly declaredAt: number | null;
  readonly calibratedUntil: number | null;
};

/**
 * The span and the terms of a device's time with a shipment. It begins with the end of the start delay, with the
 * departure at the latest, also one that is only inferred. It ends with the declared arrival, unless a rule asks for the
 * destination, or with the declaration that the sensor judges no more. A spare only watches itself.
 */
export function termsOf(
  profile: Profile,
  { since, phases, role, declaredAt, calibratedUntil }: AssignmentDetails,
  route: Route | null,
): Terms {
  const { arrivedAt } = phases;
  const asksForDestination = profile.rules.some((rule) => rule.phases?.includes('destination') === true);
  const ends = [declaredAt, asksForDestination ? null : arrivedAt].filter((end) => end !== null);
  return {
    profile: role === 'spare' ? { ...profile, rules: [], forecast: null } : profile,
    attachedAt: since,
    since: Math.max(since, Math.min(since + profile.startDelayMs, firstDepartureOf(phases) ?? Infinity)),
    until: ends.length === 0 ? null : Math.min(...ends),
    phases,
    route: role === 'product' ? route : null,
    calibratedUntil,
  };
}
