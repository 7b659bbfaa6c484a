import type { OwnAlert } from '../../src/model/own-alert.ts';
import {
  type DraftDestination,
  type DraftTimes,
  destinationOf,
  draftDestination,
} from './draft-destination.ts';
import type { MyAlert } from './use-my-alerts.ts';

/** An alert while it is typed. */
export type DraftAlert = DraftDestination &
  DraftTimes &
  Pick<OwnAlert, 'severity'> & {
    /** Null: all sites. */
    readonly sites: readonly string[] | null;
    readonly hasDigest: boolean;
    readonly digestAt: string;
  };

/** What the form begins with: an alert as it is, or a new one. */
export function draftOf(before: MyAlert | null, mailFrom: string | null): DraftAlert {
  return {
    ...draftDestination(before, mailFrom),
    severity: before?.severity ?? 'major',
    sites: before?.sites ?? null,
    hasDigest: before?.digestAt != null,
    digestAt: before?.digestAt ?? '07:00',
  };
}

/** The body of the request that saves an alert. */
export function bodyOf(draft: DraftAlert): OwnAlert {
  const { channel, severity, sites, hasDigest, digestAt } = draft;
  return {
    ...destinationOf(draft),
    severity,
    sites: sites === null ? null : [...sites],
    digestAt: channel === 'email' && hasDigest ? digestAt : null,
  };
}

/** The body that saves an alert as it is, by which an unconfirmed one is sent another code. */
export function bodyOfSaved(alert: MyAlert): OwnAlert {
  const { channel, address, form, severity, zone, sites, quietHours, digestAt } = alert;
  return { channel, address, form, routingKey: null, severity, zone, sites, quietHours, digestAt };
}
