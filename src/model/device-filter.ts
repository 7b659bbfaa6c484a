import type { DeviceDiagnosticKind } from './diagnostic-kind.ts';

/** What a filter looks at of a device. Times are ISO 8601; null is not known, as in the list of devices. */
export type FilteredDevice = {
  readonly batteryPercent: number | null;
  readonly lastHeardAt: string | null;
  readonly wasElsewhere: boolean;
  readonly calibratedUntil: string | null;
  readonly certificate: 'known' | 'none' | 'unknown' | 'not-needed';
  readonly certificateUntil: string | null;
  readonly diagnostics: readonly DeviceDiagnosticKind[] | null;
  readonly lastRefusedAt: string | null;
};

/** Selects devices that need attention; a device must meet every condition that is given. */
export type DeviceFilter = {
  readonly batteryBelowPercent?: number | undefined;
  readonly notHeardForHours?: number | undefined;
  /** Ended, or ending within so many days. */
  readonly calibrationWithinDays?: number | undefined;
  /** Ended, none, or ending within so many days. */
  readonly certificateWithinDays?: number | undefined;
  readonly withDiagnostics?: boolean | undefined;
};

/** Whether a device meets a filter; 'unknown' where that depends on something that is not known of it. */
export type Fit = 'yes' | 'no' | 'unknown';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Whether a device meets every condition of a filter at a time (epoch milliseconds). Without conditions, all do. */
export function fitOf(device: FilteredDevice, filter: DeviceFilter, asOf: number): Fit {
  const fits = new Set(conditions(device, filter, asOf));
  if (fits.has('no')) return 'no';
  return fits.has('unknown') ? 'unknown' : 'yes';
}

function* conditions(device: FilteredDevice, filter: DeviceFilter, asOf: number): Generator<Fit> {
  const { batteryBelowPercent, notHeardForHours, calibrationWithinDays, certificateWithinDays } = filter;
  const { batteryPercent, lastHeardAt, calibratedUntil, certificate, certificateUntil } = device;
  if (batteryBelowPercent !== undefined)
    yield batteryPercent === null ? 'unknown' : fit(batteryPercent < batteryBelowPercent);
  if (notHeardForHours !== undefined) {
    // A device that was never heard has not been heard for any time.
    if (lastHeardAt === null) yield device.wasElsewhere ? 'unknown' : 'yes';
    else yield fit(asOf - Date.parse(lastHeardAt) > notHeardForHours * hourMs);
  }
  if (calibrationWithinDays !== undefined)
    yield calibratedUntil === null ? 'unknown' : endsWithin(calibratedUntil, calibrationWithinDays, asOf);
  if (certificateWithinDays !== undefined) {
    if (certificate === 'known') yield endsWithin(certificateUntil!, certificateWithinDays, asOf);
    else if (certificate === 'unknown') yield 'unknown';
    else yield fit(certificate === 'none');
  }
  if (filter.withDiagnostics === true) yield troubleOf(device);
}

/** Messages that are refused are known of every device, other diagnostics only while it is evaluated. */
function troubleOf({ diagnostics, lastRefusedAt }: FilteredDevice): Fit {
  if (lastRefusedAt !== null) return 'yes';
  return diagnostics === null ? 'unknown' : fit(diagnostics.length > 0);
}

function endsWithin(until: string, days: number, asOf: number): Fit {
  return fit(Date.parse(until) <= asOf + days * dayMs);
}

function fit(does: boolean): Fit {
  return does ? 'yes' : 'no';
}
