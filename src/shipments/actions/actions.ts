import type { LedgerEvent } from '../ledger-event.ts';
import { alarmAcknowledged } from './alarm-acknowledged.ts';
import { arrived } from './arrived.ts';
import { departed } from './departed.ts';
import { deviceAttached } from './device-attached.ts';
import { deviceDetached } from './device-detached.ts';
import { handedOver } from './handed-over.ts';
import { linkCreated } from './link-created.ts';
import { linkRevoked } from './link-revoked.ts';
import { milestoneWithdrawn } from './milestone-withdrawn.ts';
import { openingEntered } from './opening-entered.ts';
import { planChanged } from './plan-changed.ts';
import { predecessorNamed } from './predecessor-named.ts';
import { predecessorWithdrawn } from './predecessor-withdrawn.ts';
import { receiptSigned } from './receipt-signed.ts';
import { sensorDeclared } from './sensor-declared.ts';
import { shipmentCancelled } from './shipment-cancelled.ts';
import { timeReadmitted } from './time-readmitted.ts';
import type { RefusalOf } from './refusal-of.ts';

/** The actions that a person takes on a shipment, each with its check: a file in this folder and a line here each. */
export const actions = {
  'plan-changed': planChanged,
  'shipment-cancelled': shipmentCancelled,
  'device-attached': deviceAttached,
  'device-detached': deviceDetached,
  'sensor-declared': sensorDeclared,
  departed,
  arrived,
  'milestone-withdrawn': milestoneWithdrawn,
  'handed-over': handedOver,
  'link-created': linkCreated,
  'link-revoked': linkRevoked,
  'alarm-acknowledged': alarmAcknowledged,
  'predecessor-named': predecessorNamed,
  'predecessor-withdrawn': predecessorWithdrawn,
  'opening-entered': openingEntered,
  'time-readmitted': timeReadmitted,
  'receipt-signed': receiptSigned,
} satisfies { readonly [Kind in LedgerEvent['kind']]?: RefusalOf<Kind> };

export type Action = Extract<LedgerEvent, { kind: keyof typeof actions }>;

const ofLegs: ReadonlySet<LedgerEvent['kind']> = new Set([
  'plan-changed',
  'shipment-cancelled',
  'departed',
  'arrived',
  'milestone-withdrawn',
  'receipt-signed',
  'release-contradicted',
  'predecessor-named',
  'predecessor-withdrawn',
  'opening-entered',
  'time-readmitted',
]);

/** The entries that make an action stale if they came since the person looked; one not listed here becomes stale by any. */
export const concerning: { readonly [Kind in Action['kind']]?: ReadonlySet<LedgerEvent['kind']> } = {
  'predecessor-named': ofLegs,
  'predecessor-withdrawn': ofLegs,
  'opening-entered': ofLegs,
};
