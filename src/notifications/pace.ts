import { isMoreSevere } from '../model/severity.ts';
import { sha256OfJson } from '../model/digest.ts';
import type { Message } from './compose.ts';
import type { Severity } from '../model/enumerations.ts';

/**
 * Milliseconds between two publications. SNS suspends an email subscription that receives more than ten messages a
 * second (https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html), and a subscription without a filter
 * receives every message. We publish at half that rate.
 */
export const betweenPublicationsMs = 200;

/** What the notifier remembers from one publication to the next. Times are epoch milliseconds. */
export type Pace = {
  /** When the last publication ended. */
  readonly publishedAt: number;
  /** When each audience was last notified, and when it was last notified of something critical; keyed by `keyOf`. */
  readonly audiences: { readonly [key: string]: { readonly at: number; readonly criticalAt: number | null } };
  /**
   * Shipments whose entries wait to be published together, oldest first, and since when the first of them has waited.
   */
  readonly waiting: readonly string[];
  readonly waitingSince: number | null;
  /** Deliveries that were asked for although their publication failed, oldest first; keyed by `deliveryKey`. */
  readonly requested: readonly string[];
};

export const noPace: Pace = {
  publishedAt: 0,
  audiences: {},
  waiting: [],
  waitingSince: null,
  requested: [],
};

/** The most audiences that are remembered; those notified most recently stay. */
const mostAudiences = 1000;
/**
 * The most shipments that are remembered, each a name of at most 64 characters: a DynamoDB item is limited to 400 KB.
 * The function `monitor-shipments` asks again for those that are left out.
 */
export const mostWaiting = 4000;
/** The most deliveries that are remembered as asked for: two for each entry that one invocation may publish. */
const mostRequested = 5000;

/** Messages of one audience and one severity, which is what subscriptions filter by. */
export type Group<Each> = {
  readonly audience: readonly string[];
  readonly severity: Severity;
  readonly each: readonly Each[];
};

/**
 * Groups messages that go to the same subscriptions: the most severe first, otherwise in order of first message.
 */
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
 * Whether a group is published immediately. The first group of an audience within `foldWithinMs` is, and so is the
 * first critical one; every other group waits for the next tick.
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

/** The pace after a group was published. */
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

/** The pace with exactly these shipments waiting. Nothing is remembered as asked for once nothing waits. */
export function withWaiting(pace: Pace, shipments: Iterable<string>, now: number): Pace {
  const waiting = [...new Set(shipments)].slice(0, mostWaiting);
  return waiting.length === 0
    ? { ...pace, waiting, waitingSince: null, requested: [] }
    : { ...pace, waiting, waitingSince: pace.waitingSince ?? now };
}

/** The pace that remembers these deliveries as asked for. */
export function withRequested(pace: Pace, requested: Iterable<string>): Pace {
  return { ...pace, requested: [...requested].slice(-mostRequested) };
}

/** Audience names are long, so each set of them is remembered by a prefix of its hash. */
function keyOf(audience: readonly string[]): string {
  return sha256OfJson(audience.toSorted()).slice(0, 16);
}
