/** The shortest interval: an alarm shows within five seconds while something is happening. */
const fastestMs = 3000;
/** The longest interval, for a page that nobody uses and on which nothing happens. */
const slowestMs = 15_000;
/** The idle time after which the interval doubles, and doubles again each time. */
const calmMs = 5 * 60_000;

/**
 * Returns the time to wait before requesting changes, in milliseconds, when the last change or sign of use was `idleMs`
 * ago.
 */
export function waitForChangesMs(idleMs: number): number {
  return Math.min(slowestMs, fastestMs * 2 ** Math.floor(Math.max(0, idleMs) / calmMs));
}
