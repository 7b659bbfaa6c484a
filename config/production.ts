import type { Settings } from '../lib/settings.ts';

/** The stage that `cdk deploy` deploys. Enter who is notified of what; each address confirms its subscription once. */
export const settings: Settings = {
  stackName: 'coldwatch',
  topicRoot: 'coldwatch',
  pageDomain: null,
  sites: [],
  subscribers: [],
  mailFrom: null,
  timeZone: 'UTC',
  acknowledgeWithinMinutes: { info: null, minor: 240, major: 30, critical: 15 },
  operators: [],
  // Decide this before the first deployment: Object Lock can only be enabled when a bucket is created.
  retention: { records: 'stay', lockDays: null, messageDays: null, logDays: 365 },
  canary: false,
};
