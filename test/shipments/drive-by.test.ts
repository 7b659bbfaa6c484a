import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Attachment, Entry } from '../../src/shipments/ledger.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import type { Reading } from '../../src/model/reading.ts';
import { reconcileJourney } from '../../src/shipments/reconcile-diagnostics.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { detectedJourney } from '../../src/evaluation/diagnostics/diagnostics.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { type Sent, createdFrom, driveBys } from '../support/drive-by.ts';
import { minute } from '../support/series.ts';
import { ledgerOf } from '../support/signed-evidence.ts';
import type { Record } from '../../src/shipments/sensor-verdict.ts';

const parsed = parseProfile(
  JSON.parse(readFileSync(new URL('../../profiles/controlled-cold.json', import.meta.url), 'utf8')),
);
if (!parsed.ok) throw new Error(parsed.problems.join());
const profile = { ...parsed.profile, reportingIntervalMs: 5 * minute };

const readingsOf = ({ time, temperature, latitude, longitude }: Sent): Reading[] => [
  { channel: 'temperature', at: Date.parse(time), value: temperature },
  { channel: 'location', at: Date.parse(time), latitude, longitude },
];

describe.each(driveBys)('a truck that passes its destination, %s', (_, { plan, sent }) => {
  const { created } = createdFrom(plan);
  const since = Date.parse(sent[0]!.time);
  const asOf = Date.parse(sent.at(-1)!.time) + minute;
  const planned: LedgerEvent[] = [
    { kind: 'shipment-created', ...created },
    { kind: 'device-attached', device: 'box-1', since, intervalMs: 5 * minute },
  ];
  const attachment = { since, role: 'product', declaredAt: null, calibratedUntil: null } as const;

  /** The ledger as it grows with each batch. */
  function deliver(batches: readonly (readonly Reading[])[]): Entry[] {
    const facts = [...planned];
    const record: Reading[] = [];
    for (const batch of batches) {
      record.push(...batch);
      for (let isNew = true; isNew;) {
        const phases = journeyRecorded(ledgerOf(...facts));
        const context = evaluationContextOf(profile, { ...attachment, phases }, created.route!);
        const shown = detectedJourney(evaluateIncrement(initialState, record, context).state.diagnostics);
        const found = reconcileJourney(shown, ledgerOf(...facts), {
          device: 'box-1',
          since,
          before: Infinity,
        });
        facts.push(...found.map(({ fact }) => fact));
        isNew = found.length > 0;
      }
    }
    return ledgerOf(...facts);
  }

  const messages = sent.map(readingsOf);
  const verdictOf = (entries: Entry[], readings: readonly Reading[]) =>
    evaluateShipment(entries, (_attachment: Attachment): Record => ({ readings, profile }), asOf);

  test('the truck has departed and not arrived, message by message and as one batch', () => {
    for (const entries of [deliver(messages), deliver([messages.flat()])]) {
      const { inferred, firstInferred, arrivedAt } = journeyRecorded(entries);
      expect(arrivedAt).toBeNull();
      expect(firstInferred.arrivedAt).toBeNull();
      expect(inferred.departedAt).not.toBeNull();
    }
  });

  test('the verdict is the same to the byte in any order: quarantine, because of the readings at the stop', () => {
    const readings = messages.flat();
    const verdicts = [
      verdictOf(deliver(messages), readings),
      verdictOf(deliver([readings]), readings),
      verdictOf(deliver([readings.toReversed()]), readings.toReversed()),
    ];
    for (const each of verdicts) {
      expect(each.recommendation).toBe('quarantine');
      expect(each.sensors[0]!.failed.map(({ rule }) => rule)).toContain('hot-15');
      expect(JSON.stringify(toShipmentVerdictJson(each))).toBe(
        JSON.stringify(toShipmentVerdictJson(verdicts[0]!)),
      );
    }
  });

  test('an arrival declared where the truck only passed does not release the goods', () => {
    const passed = Date.parse(sent.find(({ temperature }) => temperature > 15)!.time) - 90 * minute;
    const declared = ledgerOf(...planned, { kind: 'arrived', at: passed, detectedBy: null }).map((entry) =>
      entry.fact.kind === 'arrived' ? { ...entry, recordedAt: asOf } : entry,
    );
    const { recommendation, contested } = verdictOf(declared, messages.flat());
    expect(recommendation).toBe('quarantine');
    expect(contested.join(' ')).toMatch(
      /This excludes an excursion: box-1 was out of range from .* Rule hot-15\./,
    );
    expect(contested.join(' ')).toContain('Positions of box-1 contradict it');
  });
});
