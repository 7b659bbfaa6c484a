import type { Settings } from '../lib/settings.ts';
import { settings as production } from './production.ts';

/** A second copy of production, for trying things out and deleting: `cdk deploy -c stage=staging`. */
export const settings: Settings = {
  ...production,
  stackName: 'coldwatch-staging',
  topicRoot: 'coldwatch-staging',
  pageDomain: null,
  subscribers: [],
  retention: { records: 'go', lockDays: null, messageDays: 30, logDays: 30 },
};
