/** What people do to the system itself, in no shipment's ledger, and the audit trail says of them. */
export const systemEntryKinds = [
  'person-invited',
  'person-changed',
  'person-removed',
  'access-reviewed',
  'profile-added',
  'profile-approved',
  'source-created',
  'source-changed',
  'source-retired',
  'secret-rotated',
  'devices-registered',
  'device-deregistered',
  'mapping-added',
  'mapping-approved',
  'audience-changed',
  'lane-changed',
  'lists-rebuilt',
  'message-retried',
] as const;
export type SystemEntryKind = (typeof systemEntryKinds)[number];

/** What somebody did to the system itself. */
export type SystemEntry = {
  /** Who did it: a user name. */
  readonly actor: string;
  readonly kind: SystemEntryKind;
  /** What was done to what, in a sentence without its full stop: "invited vera.lind as pharmacist at north". */
  readonly detail: string;
  /** Why; null where nobody is asked for a reason. */
  readonly reason: string | null;
};
