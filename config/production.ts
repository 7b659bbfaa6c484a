import type { Settings } from '../lib/settings.ts';

/** What `cdk deploy` deploys. Fill in who is to hear of what; each address confirms its subscription once. */
export const production: Settings = {
  stackName: 'coldwatch',
  pageDomain: null,
  sites: [],
  subscribers: [],
  acknowledgeWithinMinutes: { info: null, minor: 240, major: 30, critical: 15 },
  operators: [],
  retainRecords: true,
  archiveLockDays: null,
  logRetentionDays: 365,
};
