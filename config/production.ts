import type { Settings } from '../lib/settings.ts';

/** What `cdk deploy` deploys. Fill in who is to hear of what; each address confirms its subscription once. */
export const production: Settings = {
  stackName: 'coldwatch',
  subscribers: [],
  operators: [],
  retainRecords: true,
  archiveLockDays: null,
  logRetentionDays: 365,
};
