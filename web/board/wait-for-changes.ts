/** How often changes are asked for while something happens: an alarm shows within five seconds. */
const fastestMs = 3000;
/** How often a page asks at least that nobody has touched and on which nothing happens. */
const slowestMs = 15_000;
/** For how long nothing happens before a page asks less often, and then half as often again each time. */
const calmMs = 5 * 60_000;

/** How long to wait before asking for changes, in milliseconds, when the last change or touch was `idleMs` ago. */
export function waitForChangesMs(idleMs: number): number {
  return Math.min(slowestMs, fastestMs * 2 ** Math.floor(Math.max(0, idleMs) / calmMs));
}
