import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Integral, SlidingIntegral } from '../../src/evaluation/integral.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { GrowingSamples, type Sample } from '../../src/evaluation/samples.ts';
import { GrowingRecord, seriesOf, within } from '../../src/evaluation/series.ts';
import { timelineOf } from '../../src/evaluation/timeline.ts';
import { closedSpan, minute, profile, rule, start } from '../support/series.ts';

/** Values as sensors report them, as conversions produce them, and as nobody expects them. */
const value = fc
  .oneof(
    fc.integer({ min: -40_00, max: 40_00 }).map((hundredths) => hundredths / 100),
    fc.double({ min: -300, max: 300, noNaN: true }),
    fc.constantFrom(0.1 + 0.2, 1e9, 1e-9, 327.67, 327.68, 2147.483647, 2147.483648),
  )
  // To every rule -0 is 0; only comparing samples here would tell them apart.
  .map((drawn) => drawn + 0);
const stepMs = fc.oneof(fc.constant(minute), fc.integer({ min: 1, max: 100 * minute }));

/** More than two blocks of samples, made from a few numbers: rising in time, some with several values. */
const many = fc
  .record({
    values: fc.array(value, { minLength: 1, maxLength: 40 }),
    steps: fc.array(stepMs, { minLength: 1, maxLength: 5 }),
    odd: fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 3 }),
    width: fc.constantFrom(1, 2),
  })
  .map(({ values, steps, odd, width }) => {
    let at = start;
    return Array.from({ length: 9001 }, (_, index): Sample => {
      at += steps[index % steps.length]!;
      const one = values[index % values.length]!;
      const isOdd = width === 1 && odd.includes(index);
      return { at, values: isOdd ? [one, one + 1] : width === 1 ? [one] : [one, -one || 0], differs: isOdd };
    });
  });

describe('growing samples', () => {
  test('growing samples return what was added: everything, one by index, and a part', () => {
    fc.assert(
      fc.property(
        many,
        fc.integer({ min: 0, max: 9001 }),
        fc.integer({ min: 0, max: 9001 }),
        (samples, a, b) => {
          const growing = new GrowingSamples();
          for (const sample of samples) growing.add(sample);
          expect(growing.length).toBe(samples.length);
          expect([...growing]).toEqual(samples);
          for (const place of [a, -b, 0, -1]) expect(growing.at(place)).toEqual(samples.at(place));
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expect(Array.from(growing.slice(from, to))).toEqual(samples.slice(from, to));
          if (from < to) {
            const span = { from: samples[from]!.at, to: samples[to - 1]!.at };
            expect([...within(growing, span)]).toEqual(samples.slice(from, to));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a long record in order has the same verdict when shuffled and repeated', () => {
    const readings = Array.from({ length: 10_000 }, (_, index) => ({
      channel: 'temperature' as const,
      at: start + index * minute * (index === 5000 ? 1.5 : 1),
      value: Number((5 + 4 * Math.sin(index / 300)).toFixed(2)),
    }));
    const other = [...readings.slice(4000), ...readings.slice(0, 6000), ...readings.slice(2000, 2100)];
    const by = {
      ...profile(
        rule({
          limit: { kind: 'above', limit: 8 },
          allowance: { mode: 'cumulative', milliseconds: 60 * minute, firesWhen: 'exceeded' },
        }),
        rule({
          id: 'rate',
          rateWindowMs: 20 * minute,
          limit: { kind: 'above', limit: 0.02 },
          allowance: { mode: 'instant' },
        }),
      ),
      meanKineticTemperature: { maxCelsius: 8, windowMs: 1440 * minute, deltaH: 83.144 },
    };
    const span = closedSpan(start, start + 10_000 * minute);
    expect(evaluateRecord(readings, by, span)).toEqual(evaluateRecord(other, by, span));
    const growing = new GrowingRecord();
    for (const reading of other) growing.push(reading);
    expect(growing.distinct('temperature')).toBe(readings.length);
    expect([...growing.record().series.get('temperature')!]).toEqual([
      ...seriesOf(readings).get('temperature')!,
    ]);
  });
});

test('the integral over a sliding window equals that over the same validities alone', () => {
  const step = fc.constantFrom(0, 1, 5, 10, 30, 31, 45, 150);
  const temperatures = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 10 })), {
    minLength: 1,
    maxLength: 60,
  });
  const moves = fc.array(fc.tuple(fc.nat(40), fc.nat(90)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(temperatures, moves, (steps, windows) => {
      let at = start;
      const series = seriesOf(
        steps.map(([minutes, celsius]) => ({
          channel: 'temperature' as const,
          at: (at += minutes * minute),
          value: celsius,
        })),
      );
      const to = at + 20 * minute;
      const cadence = { reportingIntervalMs: 10 * minute, maxGapMs: 30 * minute };
      const timeline = timelineOf(series.get('temperature')!, [], start, to, cadence);
      const sliding = new SlidingIntegral(timeline, (celsius) => celsius ** 2);
      let [from, until] = [start, start];
      for (const [later, longer] of windows) {
        from = Math.min(to, from + later * minute);
        until = Math.min(to, Math.max(from, until + (longer - 20) * minute, until));
        const { area, monitoredMs } = sliding.over(from, until);
        const bySteps = { area: 0, monitoredMs: 0 };
        for (const moment of timeline.moments) {
          // Within a minute the integrand is a straight line, so its mean is that of both ends.
          const first = moment.sample!.values.at(-1)! ** 2;
          const last = moment.next === null ? first : moment.next.values.at(-1)! ** 2;
          const length = moment.until - moment.at;
          for (let time = Math.max(from, moment.at); time < Math.min(until, moment.until); time += minute) {
            const middle = (time + minute / 2 - moment.at) / length;
            bySteps.area += (first + (last - first) * middle) * minute;
            bySteps.monitoredMs += minute;
          }
        }
        expect(monitoredMs).toBe(bySteps.monitoredMs);
        expect(area / minute).toBeCloseTo(bySteps.area / minute, 6);
      }
      const whole = new Integral((celsius) => celsius ** 2);
      for (const moment of timeline.moments) whole.see(moment);
      const slid = new SlidingIntegral(timeline, (celsius) => celsius ** 2).over(start, to);
      expect(slid.monitoredMs).toBe(whole.monitoredMs);
      expect(slid.area / minute).toBeCloseTo(whole.area / minute, 6);
    }),
    { numRuns: 1000 },
  );
});
