/**
 * How Lambda treats scheduled runs: it starts each one once, within a minute, or not at all. The next run does what a
 * failed run left undone; two runs at once would do the same work twice.
 */
export const scheduledRuns = { retries: 0, oldestSeconds: 60 } as const;
