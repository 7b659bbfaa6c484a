import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  alarmsAcknowledged,
  calibrationHeld,
  meanKineticTemperatureHeld,
} from '../../src/shipments/receipt/checks.ts';
import { profileApproved } from '../../src/shipments/receipt/profile-approved.ts';
import { goodsIdentified } from '../../src/shipments/receipt/goods-identified.ts';
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
  [alarms(), 'not-applicable', 'There are no alarms to acknowledge.'],
  [alarms(opened(), withdrawn()), 'not-applicable', 'There are no alarms to acknowledge.'],
  [alarms(opened()), 'fail', 'Not acknowledged: alarm warm.'],
  [alarms(opened(), closed(), acknowledged()), 'pass', 'The alarm was acknowledged.'],
  [alarms(opened(), opened(cold), acknowledged()), 'fail', 'Not acknowledged: alarm cold.'],
  [alarms(opened(), opened(cold)), 'fail', 'Not acknowledged: alarms warm, cold.'],
  [
    alarms(opened(), opened(cold), acknowledged(), acknowledged('cold')),
    'pass',
    'All 2 alarms were acknowledged.',
  ],
]);

const until = (device: string, minutes: number | null) =>
  sensor(device, {}, { calibratedUntil: minutes === null ? null : at(minutes) });
checkAnswers('calibration', calibrationHeld, [
  [none, 'not-applicable', 'No sensor was attached to the goods.'],
  [
    receiptRecord([until('lid', 240), air, until('floor', 300)]),
    'pass',
    'The calibration of lid, floor was valid for the whole journey.',
  ],
  [
    receiptRecord([sensor('lid', {}, { calibratedUntil: at(240) - 1 })]),
    'fail',
    'The calibration of lid expired 2026-01-01 03:59:59 UTC.',
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
    'The calibration of floor expired 2026-01-01 01:00 UTC. The calibration of side expired 2026-01-01 01:01 UTC. Calibration date of lid unknown: check its certificate. Calibration date of top unknown: check its certificate.',
  ],
]);

const sscc = '340123450000000017';
const label = (scanned: string | null, of: string | null = sscc) =>
  receiptRecord([], { scanned, entries: ledger(created({ sscc: of })) });
const noCode = 'The shipment was planned without a label (SSCC): compare the papers.';
checkAnswers('label', goodsIdentified, [
  [label('x', null), 'not-applicable', noCode],
  [receiptRecord([]), 'not-applicable', noCode],
  [label(null), 'fail', `The label was not scanned. It must read ${sscc}.`],
  [label(sscc), 'pass', `The label reads ${sscc}, as planned.`],
  [label('1'), 'fail', `Wrong goods: the label reads 1, the shipment is ${sscc}.`],
]);

const mean = (device: string, ...meanKineticTemperature: Parameters<typeof pass>[0][]) =>
  sensor(device, { meanKineticTemperature: meanKineticTemperature.map(pass) });
checkAnswers('mean kinetic temperature', meanKineticTemperatureHeld, [
  [none, 'not-applicable', 'The profile has no limit for the mean kinetic temperature.'],
  [
    receiptRecord([mean('lid')]),
    'not-applicable',
    'The profile has no limit for the mean kinetic temperature.',
  ],
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
  [receiptRecord([by('warm', 1, false)]), 'not-applicable', 'No profile was used.'],
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
    'Not approved: profile warm, version 1 and profile cold, version 2.',
  ],
  [
    receiptRecord([by('warm', 1), by('cold', 2)], {
      approvalOf: ({ version }) => ({ writtenBy: 'Ann', approvedBy: version === 2 ? null : 'Bea' }),
    }),
    'fail',
    'Not approved: profile cold, version 2.',
  ],
]);
