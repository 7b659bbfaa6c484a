import { expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { noBoundaries } from '../../src/evaluation/span.ts';
import { arrived, at, attached, departed, detached, ledger } from '../support/facts.ts';
import { everyTenMinutes, hour, minute, profile, rule, start, times } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';
import { spanOf } from '../../src/shipments/sensor-verdict.ts';

const cold = {
  ...profile(rule({ id: 'high', limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } })),
  sensorsDifferByCelsius: 2,
};

/** A verdict after an hour on sensors of the goods, each with a temperature every ten minutes. */
function judged(temperatures: Readonly<Record<string, readonly number[]>>) {
  const sensors = Object.keys(temperatures).map((device): LedgerEvent => ({
    kind: 'device-attached',
    device,
    since: start,
    intervalMs: 10 * minute,
  }));
  const readingsOf = (device: string): Reading[] =>
    temperatures[device]!.map((value, index) => ({
      channel: 'temperature',
      at: start + index * 10 * minute,
      value,
    }));
  return evaluateShipment(
    ledgerOf({ kind: 'shipment-created', ...createdShipment }, ...sensors),
    ({ device }) => ({ readings: readingsOf(device), profile: cold }),
    start + hour,
  );
}

test('the worst sensor decides and is named, and others that do not recommend release are listed', () => {
  const [good, bad] = [
    [5, 5, 5, 5, 5, 5],
    [5, 5, 9, 5, 5, 5],
  ];
  expect(judged({ a: good })).toMatchObject({ recommendation: 'release', worst: 'a' });
  const verdict = judged({ a: good, b: bad, c: bad });
  expect(verdict).toMatchObject({ recommendation: 'quarantine', worst: 'b' });
  expect(verdict.reasons.filter((reason) => reason.includes(' also recommends '))).toEqual([
    'c also recommends quarantine.',
  ]);
  expect(judged({})).toMatchObject({
    recommendation: 'quarantine',
    worst: null,
    reasons: ['No sensor was attached to the goods. There is no record.'],
  });
});

test('sensors disagree while their last readings are valid', () => {
  const { disagreements, reasons } = judged({ a: [5, 5, 5, 5], b: [5, 5, 7.5, 7.5] });
  expect(disagreements).toEqual([
    {
      kind: 'sensors-differ',
      subject: 'a b',
      severity: 'minor',
      from: start + 20 * minute,
      to: start + 40 * minute,
      sentence:
        'Sensors a and b differed by up to 2.5 °C for 20 min from 2026-01-01 00:20 UTC (allowed: 2 °C).',
    },
  ]);
  expect(reasons).toContain(disagreements[0]!.sentence);
  expect(judged({ a: [5, 5, 5, 5], b: [5, 5, 7, 7] }).disagreements).toEqual([]);
});

test('data may still come where the last value is further from the end than the longest allowed gap', () => {
  const pending = (count: number) =>
    judged({ a: Array.from({ length: count }, () => 5) }).sensors[0]!.pending;
  expect(pending(4)).toEqual([]);
  expect(pending(3)).toEqual([{ channel: 'temperature', from: start + 20 * minute, to: start + hour }]);
  expect(pending(0)).toEqual([{ channel: 'temperature', from: start, to: start + hour }]);
});

test('a span is open until its end is reached', () => {
  const entries = ledgerOf(
    { kind: 'shipment-created', ...createdShipment },
    { kind: 'device-attached', device: 'a', since: start, intervalMs: 10 * minute },
  );
  const spanWith = (detachedAt: number | null) => {
    const attachment = { ...attachmentsRecorded(entries)[0]!, detachedAt };
    const { from, to, open } = spanOf(entries, attachment, cold, start + hour, noBoundaries);
    return [from - start, to - start, open];
  };
  expect(spanWith(null)).toEqual([0, hour, true]);
  expect(spanWith(start + hour + 1)).toEqual([0, hour, true]);
  expect(spanWith(start + hour)).toEqual([0, hour, false]);
  expect(spanWith(start + 20 * minute)).toEqual([0, 20 * minute, false]);
});

test('a spare and the air around the goods do not disagree with the sensors of the goods', () => {
  const verdictWith = (role: 'product' | 'spare' | 'ambient') =>
    evaluateShipment(
      ledger(attached('a'), attached('b', at(0), { role })),
      ({ device }) => ({ readings: everyTenMinutes(times(7, device === 'a' ? 5 : 7.5)), profile: cold }),
      start + hour,
    );
  expect(verdictWith('product').disagreements).toHaveLength(1);
  expect([verdictWith('spare'), verdictWith('ambient')].flatMap((each) => each.disagreements)).toEqual([]);
});

test('of sensors with one recommendation, the one that breaks the most rules is the worst', () => {
  const above = (id: string, channel: 'temperature' | 'humidity', limit: number) =>
    rule({ id, channel, limit: { kind: 'above', limit }, allowance: { mode: 'instant' } });
  const several = profile(
    above('warm', 'temperature', 8),
    above('warmer', 'temperature', 9),
    above('damp', 'humidity', 60),
    above('wet', 'humidity', 70),
  );
  const humid = Array.from({ length: 7 }, (_, index): Reading => ({
    channel: 'humidity',
    at: at(10 * index),
    value: 50,
  }));
  const verdict = evaluateShipment(
    ledger(attached('a'), attached('b')),
    ({ device }) => ({
      readings:
        device === 'a' ? everyTenMinutes(times(7, 8.5)) : [...everyTenMinutes(times(7, 9.5)), ...humid],
      profile: several,
    }),
    start + hour,
  );
  const outcomes = verdict.sensors.map(({ judgement }) => judgement.rules.map(({ outcome }) => outcome));
  expect(outcomes).toEqual([
    ['fail', 'pass', 'not-applicable', 'not-applicable'],
    ['fail', 'fail', 'pass', 'pass'],
  ]);
  expect(verdict.worst).toBe('b');
});

test('a message that came after the evaluated time counts while the sensor is attached', () => {
  const refused: Reading = {
    channel: 'refused',
    at: at(40),
    text: 'x',
    offScale: null,
    bound: null,
  };
  const later = (...facts: LedgerEvent[]) =>
    evaluateShipment(
      ledger(attached('a'), ...facts),
      () => ({ readings: [...everyTenMinutes(times(7, 5)), refused], profile: cold }),
      start + hour,
    ).notUnderstoodLater;
  expect(later(departed(at(0)), arrived(at(30)))).toHaveLength(1);
  expect(later(detached('a', at(30)))).toEqual([]);
});
