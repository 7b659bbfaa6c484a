import type { Settings } from '../lib/settings.ts';

/** What `cdk deploy` deploys. Fill in who is to hear of what; each address confirms its subscription once. */
export const settings: Settings = {
  stackName: 'coldwatch',
  topicRoot: 'coldwatch',
  pageDomain: null,
  sites: [],
  subscribers: [],
  acknowledgeWithinMinutes: { info: null, minor: 240, major: 30, critical: 15 },
  operators: [],
  // Yours to answer before the first deploy: Object Lock can be set only when a bucket is made.
  retention: { records: 'stay', lockDays: null, messageDays: null, logDays: 365 },
  canary: false,
};
