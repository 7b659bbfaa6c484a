import { describe, expect, test } from 'vitest';
import { type DeviceFilter, type FilteredDevice, fitOf } from '../../src/model/device-filter.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();
const hour = 3_600_000;
const day = 24 * hour;

const sound: FilteredDevice = {
  batteryPercent: 80,
  lastHeardAt: iso(noon - hour),
  wasElsewhere: false,
  calibratedUntil: iso(noon + 200 * day),
  certificate: 'known',
  certificateUntil: iso(noon + 900 * day),
  diagnostics: [],
  lastRefusedAt: null,
};
/** Nothing is known of it but its name. */
const blank: FilteredDevice = {
  batteryPercent: null,
  lastHeardAt: null,
  wasElsewhere: true,
  calibratedUntil: null,
  certificate: 'unknown',
  certificateUntil: null,
  diagnostics: null,
  lastRefusedAt: null,
};

const cases: [DeviceFilter, Partial<FilteredDevice>, 'yes' | 'no' | 'unknown'][] = [
  [{}, blank, 'yes'],
  [{ batteryBelowPercent: 30 }, { batteryPercent: 29.9 }, 'yes'],
  [{ batteryBelowPercent: 30 }, { batteryPercent: 30 }, 'no'],
  [{ batteryBelowPercent: 30 }, { batteryPercent: 0 }, 'yes'],
  [{ batteryBelowPercent: 30 }, { batteryPercent: null }, 'unknown'],
  [{ notHeardForHours: 24 }, { lastHeardAt: iso(noon - day) }, 'no'],
  [{ notHeardForHours: 24 }, { lastHeardAt: iso(noon - day - 1) }, 'yes'],
  [{ notHeardForHours: 24 }, { lastHeardAt: null }, 'yes'],
  [{ notHeardForHours: 24 }, { lastHeardAt: null, wasElsewhere: true }, 'unknown'],
  [{ calibrationWithinDays: 30 }, { calibratedUntil: iso(noon + 30 * day) }, 'yes'],
  [{ calibrationWithinDays: 30 }, { calibratedUntil: iso(noon + 30 * day + 1) }, 'no'],
  [{ calibrationWithinDays: 0 }, { calibratedUntil: iso(noon) }, 'yes'],
  [{ calibrationWithinDays: 30 }, { calibratedUntil: iso(noon - day) }, 'yes'],
  [{ calibrationWithinDays: 30 }, { calibratedUntil: null }, 'unknown'],
  [{ certificateWithinDays: 60 }, { certificateUntil: iso(noon + 60 * day) }, 'yes'],
  [{ certificateWithinDays: 60 }, { certificateUntil: iso(noon + 61 * day) }, 'no'],
  [{ certificateWithinDays: 60 }, { certificate: 'none', certificateUntil: null }, 'yes'],
  [{ certificateWithinDays: 60 }, { certificate: 'not-needed', certificateUntil: null }, 'no'],
  [{ certificateWithinDays: 60 }, { certificate: 'unknown', certificateUntil: null }, 'unknown'],
  [{ withDiagnostics: true }, { diagnostics: ['stuck'] }, 'yes'],
  [{ withDiagnostics: true }, { diagnostics: [] }, 'no'],
  [{ withDiagnostics: true }, { diagnostics: null }, 'unknown'],
  [{ withDiagnostics: true }, { diagnostics: null, lastRefusedAt: iso(noon) }, 'yes'],
  [{ withDiagnostics: false }, { diagnostics: [] }, 'yes'],
];

describe('a filter of devices', () => {
  test.each(cases)('%o of %o: %s', (filter, device, fit) => {
    expect(fitOf({ ...sound, ...device }, filter, noon)).toBe(fit);
  });

  test('with several conditions is met where all are, and is open where one is not known and none fails', () => {
    const filter = { batteryBelowPercent: 90, notHeardForHours: 2 };
    expect(fitOf(sound, filter, noon)).toBe('no');
    expect(fitOf({ ...sound, batteryPercent: null }, filter, noon)).toBe('no');
    const old = { ...sound, lastHeardAt: iso(noon - 3 * hour) };
    expect(fitOf(old, filter, noon)).toBe('yes');
    expect(fitOf({ ...old, batteryPercent: null }, filter, noon)).toBe('unknown');
  });
});
