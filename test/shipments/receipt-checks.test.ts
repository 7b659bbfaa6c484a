import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  alarmsAcknowledged,
  calibrationHeld,
  goodsIdentified,
  meanKineticTemperatureHeld,
  profileApproved,
} from '../../src/shipments/receipt/checks.ts';
import { acknowledged, at, closed, created, ledger, opened, withdrawn } from '../support/facts.ts';
import {
  air,
  checkAnswers,
  approvedBy,
  fail,
  pass,
  receiptRecord,
  sensor,
} from '../support/receipt-records.ts';

const none = receiptRecord([air]);
const alarms = (...facts: LedgerEvent[]) => receiptRecord([], { entries: ledger(...facts) });
const cold = { id: 'e2', rule: 'cold' };

checkAnswers('alarms', alarmsAcknowledged, [
  [alarms(), 'not-applicable', 'There is no alarm that stands.'],
  [alarms(opened(), withdrawn()), 'not-applicable', 'There is no alarm that stands.'],
  [alarms(opened()), 'fail', 'Nobody acknowledged the alarm warm.'],
  [alarms(opened(), closed(), acknowledged()), 'pass', 'The alarm was acknowledged.'],
  [alarms(opened(), opened(cold), acknowledged()), 'fail', 'Nobody acknowledged the alarm cold.'],
  [alarms(opened(), opened(cold)), 'fail', 'Nobody acknowledged the alarm warm, cold.'],
  [
    alarms(opened(), opened(cold), acknowledged(), acknowledged('cold')),
    'pass',
    'All 2 alarms were acknowledged.',
  ],
]);

const until = (device: string, minutes: number | null) =>
  sensor(device, {}, { calibratedUntil: minutes === null ? null : at(minutes) });
checkAnswers('calibration', calibrationHeld, [
  [none, 'not-applicable', 'There is no sensor of the goods.'],
  [
    receiptRecord([until('lid', 240), air, until('floor', 300)]),
    'pass',
    'The calibration of lid, floor held for the whole journey.',
  ],
  [
    receiptRecord([sensor('lid', {}, { calibratedUntil: at(240) - 1 })]),
    'fail',
    'The calibration of lid held until 2026-01-01 03:59:59 UTC only.',
  ],
  [
    receiptRecord([until('lid', null)]),
    'not-known',
    'Calibration date of lid unknown: check its certificate.',
  ],
  [
    receiptRecord([until('lid', null), until('floor', null)]),
    'not-known',
    'Calibration date of lid unknown: check its certificate. Calibration date of floor unknown: check its certificate.',
  ],
  [
    receiptRecord([until('lid', null), until('floor', 60), until('side', 61), until('top', null)]),
    'fail',
    'The calibration of floor held until 2026-01-01 01:00 UTC only. The calibration of side held until 2026-01-01 01:01 UTC only. Calibration date of lid unknown: check its certificate. Calibration date of top unknown: check its certificate.',
  ],
]);

const sscc = '340123450000000017';
const label = (scanned: string | null, of: string | null = sscc) =>
  receiptRecord([], { scanned, entries: ledger(created({ sscc: of })) });
const noCode = 'The shipment was planned without a serial shipping container code; compare the papers.';
checkAnswers('label', goodsIdentified, [
  [label('x', null), 'not-applicable', noCode],
  [receiptRecord([]), 'not-applicable', noCode],
  [label(null), 'fail', `The label was not scanned; it must say ${sscc}.`],
  [label(sscc), 'pass', `The label says ${sscc}, as planned.`],
  [label('1'), 'fail', `The label says 1, the shipment is ${sscc}: these are other goods.`],
]);

const mean = (device: string, ...meanKineticTemperature: Parameters<typeof pass>[0][]) =>
  sensor(device, { meanKineticTemperature: meanKineticTemperature.map(pass) });
checkAnswers('mean kinetic temperature', meanKineticTemperatureHeld, [
  [none, 'not-applicable', 'The profile has no limit of mean kinetic temperature.'],
  [receiptRecord([mean('lid')]), 'not-applicable', 'The profile has no limit of mean kinetic temperature.'],
  [receiptRecord([mean('lid', 'Fine.'), mean('floor'), air]), 'pass', 'Fine.'],
  [receiptRecord([mean('lid', 'Fine.'), mean('floor', 'Good.')]), 'pass', 'lid: Fine. floor: Good.'],
  [
    receiptRecord([
      mean('lid', 'Fine.'),
      sensor('floor', { meanKineticTemperature: [fail('Hot.')] }),
      sensor('top', { meanKineticTemperature: [fail('Hotter.')] }),
    ]),
    'fail',
    'floor: Hot. top: Hotter.',
  ],
]);

const by = (id: string, version: number, decides = true) =>
  sensor('x', {}, { profile: { id, version }, decides });
checkAnswers('profile', profileApproved, [
  [receiptRecord([by('warm', 1, false)]), 'not-applicable', 'No profile judged.'],
  [
    receiptRecord([by('warm', 1), by('warm', 1), by('cold', 3, false)]),
    'pass',
    'Profile warm, version 1 was approved by Bea.',
  ],
  [
    receiptRecord([by('warm', 1), by('warm', 2)]),
    'pass',
    'Profile warm, version 1 was approved by Bea; Profile warm, version 2 was approved by Bea.',
  ],
  [
    receiptRecord([by('warm', 1), by('cold', 2)], { approvalOf: approvedBy(null) }),
    'fail',
    'Nobody approved profile warm, version 1 and profile cold, version 2.',
  ],
  [
    receiptRecord([by('warm', 1), by('cold', 2)], {
      approvalOf: ({ version }) => ({ writtenBy: 'Ann', approvedBy: version === 2 ? null : 'Bea' }),
    }),
    'fail',
    'Nobody approved profile cold, version 2.',
  ],
]);
