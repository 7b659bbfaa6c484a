/** Settings of every run of the tests, quick or long. */
export const settings = {
  globalSetup: 'test/support/temporary-folder.ts',
  env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Scenarios start whole local runs: two at once are what a small machine bears.
  maxWorkers: 2,
};

/** Tests whose files can share a process: they neither replace its clients or modules, nor change its environment. */
export const sharedTests: readonly string[] = [
  'test/{evaluation,evidence,independent,lib,logger-files,model,models,shipments,telemetry}/**/*.test.ts',
  'test/notifications/!(notifications).test.ts',
  'test/scenarios/{alarms,alarms-and-assignments,attachments,backlog,journeys,late-cumulative}.test.ts',
  'test/storage/**/!(reading-codes).test.ts',
  'test/profiles.test.ts',
];

/**
 * Tests whose files can share a process with one another, but not with those above: an account in memory takes the
 * place of the process's clients until a file ends.
 */
export const accountTests: readonly string[] = ['test/{api,monitoring}/**/*.test.ts'];
