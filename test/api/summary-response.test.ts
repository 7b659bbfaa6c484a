import { expect, test } from 'vitest';
import { toSummaryResponse } from '../../src/api/handlers/to-responses.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { arrived, at, attached, created, departed, ledger, lost } from '../support/facts.ts';

test('the summary of a shipment names its offline devices, and the journey that positions show', () => {
  const entries = ledger(
    created(),
    attached('lid'),
    departed(at(3), 'lid'),
    arrived(at(9), 'lid'),
    lost('lid', at(10)),
  );
  expect(toSummaryResponse(summarise(entries))).toMatchObject({
    devices: ['lid'],
    silentDevices: ['lid'],
    departedAt: null,
    arrivedAt: null,
    inferredDepartedAt: new Date(at(3)).toISOString(),
    inferredArrivedAt: new Date(at(9)).toISOString(),
  });
});
