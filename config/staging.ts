import type { Settings } from '../lib/settings.ts';
import { settings as production } from './production.ts';

/** Production once more beside it, to be tried and thrown away: `cdk deploy -c stage=staging`. */
export const settings: Settings = {
  ...production,
  stackName: 'coldwatch-staging',
  topicRoot: 'coldwatch-staging',
  pageDomain: null,
  subscribers: [],
  retention: { records: 'go', lockDays: null, messageDays: 30, logDays: 30 },
};
