import type { Settings } from '../lib/settings.ts';

/** The production app as the local run deploys it, with inboxes of its own. */
export const settings: Settings = {
  stackName: 'coldwatch-local',
  topicRoot: 'coldwatch',
  pageDomain: null,
  sites: ['north', 'south'],
  subscribers: [
    { protocol: 'email', endpoint: 'logistics@example.org' },
    { protocol: 'email', endpoint: 'pharmacy.north@example.org', audience: ['site:north'] },
    { protocol: 'email', endpoint: 'paul@example.org', audience: ['person:paul'] },
    { protocol: 'sms', endpoint: '+441632960123', severity: ['major', 'critical'] },
  ],
  mailFrom: 'coldwatch@example.org',
  timeZone: 'UTC',
  acknowledgeWithinMinutes: { info: null, minor: 240, major: 30, critical: 15 },
  operators: ['operations@example.org'],
  retention: { records: 'go', lockDays: null, messageDays: null, logDays: 30 },
  canary: false,
};
