/**
 * How Lambda goes about what a schedule starts: it runs it once, within a minute or not at all. What a run could not do
 * the next one does, and two at once would do the same twice.
 */
export const scheduledRuns = { retries: 0, oldestSeconds: 60 } as const;
