import { misplacedAt, newestReading } from '../../evaluation/device-state.ts';
import { openDiagnostics } from '../../evaluation/diagnostics/diagnostics.ts';
import { unreadableChannels } from '../../evaluation/diagnostics/unreadable-channels.ts';
import {
  type DeviceDiagnosticKind,
  type DiagnosticKind,
  deviceDiagnosticKinds,
} from '../../model/diagnostic-kind.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import type { DeviceItem } from '../../storage/device-item.ts';
import type { Database } from '../../storage/tables.ts';
import { statesFrom } from './last-contact.ts';

/** What only the records of a shipment together, or a whole record, show; it is said of each of its sensors. */
const ofShipment: ReadonlySet<DiagnosticKind> = new Set(['sensors-differ', 'lone-reading']);

/**
 * Makes a reader of what is wrong with attached devices. `summary` is of the shipment, and `refusedAt` (epoch
 * milliseconds) the last refusal of a message of the device.
 */
export function deviceDiagnosticsFrom(database: Database) {
  const stateOf = statesFrom(database);
  return async (
    deviceItem: DeviceItem,
    { warnings }: Pick<ShipmentSummary, 'warnings'>,
    { refusedAt, asOf }: { readonly refusedAt: number | null; readonly asOf: number },
  ): Promise<DeviceDiagnosticKind[]> => {
    const { state, context } = await stateOf(deviceItem, asOf);
    const { attachedAt } = deviceItem.assignment!;
    const now = { asOf, newestAt: newestReading(state) };
    const isNotUnderstood =
      (refusedAt ?? -Infinity) >= attachedAt || Number.isFinite(misplacedAt(state, attachedAt));
    const open = new Set<DiagnosticKind>([
      ...[...unreadableChannels(state, context), ...openDiagnostics(state.diagnostics, context, now)]
        .filter(({ to }) => to === null)
        .map(({ kind }) => kind),
      ...(deviceItem.syncMark.offlineSince === null ? [] : (['contact-lost'] as const)),
      ...(isNotUnderstood ? (['messages-not-understood'] as const) : []),
      ...warnings.filter((kind) => ofShipment.has(kind)),
    ]);
    return deviceDiagnosticKinds.filter((kind) => open.has(kind));
  };
}
