/** Settings of every run of the tests, quick or long. */
export const settings = {
  globalSetup: 'test/support/temporary-folder.ts',
  env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Scenarios and journeys in a browser wait much of the time, so one more runs than a small machine has processors.
  maxWorkers: 3,
};

/** Tests whose files can share a process: they neither replace its clients or modules, nor change its environment. */
export const sharedTests: readonly string[] = [
  'test/{allowances,benchmarks,evaluation,evidence,independent,insights,legs,lib,logger-files}/**/*.test.ts',
  'test/{model,models,planning,shipments,simulation,telemetry}/**/*.test.ts',
  'test/notifications/**/!(notifications).test.ts',
  'test/scenarios/{alarms,alarms-and-assignments,attachments,backlog,journeys,late-cumulative}.test.ts',
  'test/scenarios/{notifying,races}.test.ts',
  'test/storage/**/!(reading-codes).test.ts',
  'test/{architecture,profiles,runtime/waiting-queue}.test.ts',
  'test/people/**/*.test.ts',
  'test/cli/{file-options,log-files,name-of-alarm,product-option,readings-of-files}.test.ts',
  'test/cli/{records-to-publish,retry-when-throttled,topic-rules,verify}.test.ts',
  'test/local/{filter-policy,gateway,notification,product-within,publish}-limits.test.ts',
  'test/local/{queue,service,stack,stream}-limits.test.ts',
  'test/local/{event-source,inbox-page,iot-control,pace,parts,ses,state-folder,transactions}.test.ts',
  'test/local/{uploads,user-pool}.test.ts',
  'test/web/map/*.test.ts',
  'test/web/!(board-poller|changes-reader|entry-in-words|kept-key|limits-of|load-code|pending-readmission|plan-pieces|read-every).test.ts',
];

/**
 * Tests whose files can share a process with one another, but not with those above: an account in memory takes the
 * place of the process's clients until a file ends.
 */
export const accountTests: readonly string[] = [
  'test/{api,monitoring}/**/*.test.ts',
  'test/notifications/notifications.test.ts',
  'test/scenarios/finding.test.ts',
];

/** Tests that start a local run each, and reach it from outside only: their files can share what they load. */
export const localRunTests: readonly string[] = [
  'test/scenarios/{api,bad-input,board,canary,deliveries,drive-by,files,gateway}.test.ts',
  'test/scenarios/{loggers-over-mqtt,offline,operations,permissions,planning,plans}.test.ts',
  'test/scenarios/{receipt,signature,sources,unreadable}.test.ts',
  'test/cli/{finding,legs,planning,products,shipment}.test.ts',
  'test/security/{hostile-names,local-run}.test.ts',
];
