import { isMoreSevere } from '../shipments/alarms.ts';
import type { Severity } from '../model/profile.ts';
import { sha256OfJson } from '../model/digest.ts';
import type { Message } from './compose.ts';

/**
 * Milliseconds between two publications. SNS suspends a mail subscription above ten messages a second
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html), and one without a filter gets all of them:
 * we stay at half of it.
 */
export const betweenPublicationsMs = 200;

/** What is remembered from one publication to the next; times are epoch milliseconds. */
export type Pace = {
  /** When the last publication ended. */
  readonly publishedAt: number;
  /** When each audience was last notified, and when last of something critical, by `keyOf` its names. */
  readonly audiences: { readonly [key: string]: { readonly at: number; readonly criticalAt: number | null } };
  /** Shipments with entries that wait to be published together, oldest first, and since when the first of them waits. */
  readonly waiting: readonly string[];
  readonly waitingSince: number | null;
};

export const noPace: Pace = { publishedAt: 0, audiences: {}, waiting: [], waitingSince: null };

/** Audiences that are remembered: those notified last. */
const mostAudiences = 1000;
/**
 * Shipments that are remembered, a name of at most 64 letters each: an item of DynamoDB has 400 KB. Whoever is left out
 * is asked for again by `watch`.
 */
export const mostWaiting = 4000;

/** Messages of one audience and one severity: what subscriptions filter by. */
export type Group<Each> = {
  readonly audience: readonly string[];
  readonly severity: Severity;
  readonly each: readonly Each[];
};

/** Puts together what goes to the same subscriptions; the loudest first, else in the order of the first of each. */
export function groupsOf<Each extends { readonly message: Message }>(all: readonly Each[]): Group<Each>[] {
  const groups = new Map<string, { audience: readonly string[]; severity: Severity; each: Each[] }>();
  for (const each of all) {
    const { audience, notification } = each.message;
    const { severity } = notification;
    const key = JSON.stringify([severity, audience.toSorted()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { audience, severity, each: [each] });
    else group.each.push(each);
  }
  return [...groups.values()].sort((a, b) =>
    a.severity === b.severity ? 0 : isMoreSevere(a.severity, b.severity) ? -1 : 1,
  );
}

/**
 * Whether a group is published at once: the first of its audience within `foldWithinMs`, and the first critical one.
 * All else waits for the next tick.
 */
export function isFirst(
  { audiences }: Pick<Pace, 'audiences'>,
  { audience, severity }: Pick<Group<unknown>, 'audience' | 'severity'>,
  now: number,
  foldWithinMs: number,
): boolean {
  const known = audiences[keyOf(audience)];
  if (known === undefined || now - known.at >= foldWithinMs) return true;
  return severity === 'critical' && (known.criticalAt === null || now - known.criticalAt >= foldWithinMs);
}

/** The pace once a group was published. */
export function afterPublication(
  pace: Pace,
  { audience, severity }: Pick<Group<unknown>, 'audience' | 'severity'>,
  now: number,
  foldWithinMs: number,
): Pace {
  const key = keyOf(audience);
  const criticalAt = severity === 'critical' ? now : (pace.audiences[key]?.criticalAt ?? null);
  const others = Object.entries(pace.audiences).filter(
    ([other, { at }]) => other !== key && now - at < foldWithinMs,
  );
  const audiences = [...others, [key, { at: now, criticalAt }] as const].slice(-mostAudiences);
  return { ...pace, publishedAt: now, audiences: Object.fromEntries(audiences) };
}

/** The pace with these shipments waiting, and no others. */
export function withWaiting(pace: Pace, shipments: Iterable<string>, now: number): Pace {
  const waiting = [...new Set(shipments)].slice(0, mostWaiting);
  return { ...pace, waiting, waitingSince: waiting.length === 0 ? null : (pace.waitingSince ?? now) };
}

/** Names of audiences are long; of each set of them a part of its hash is remembered. */
function keyOf(audience: readonly string[]): string {
  return sha256OfJson(audience.toSorted()).slice(0, 16);
}
