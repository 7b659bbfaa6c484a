import { describe, expect, test } from 'vitest';
import { chartOf, routeOf } from '../../src/evidence/report/pictures.ts';
import { type ReportData, type ReportSensor, reportData } from '../../src/evidence/report/report-data.ts';
import { hour, iso, minute, start } from '../support/series.ts';
import { plainEvidence } from '../support/signed-evidence.ts';

const data = reportData(plainEvidence);
const [lid] = data.sensors as [ReportSensor];
type Excursions = ReportSensor['verdict']['judgement']['excursions'];

/** The sensor with this changed; its excursions are given by rule and minutes. */
function sensor(
  decides: boolean,
  excursions: readonly (readonly [rule: string, from: number, to: number | null])[] = [],
): ReportSensor {
  const found = excursions.map(([rule, from, to]) => ({
    rule,
    from: iso(start + from * minute),
    to: to === null ? null : iso(start + to * minute),
  })) as unknown as Excursions;
  const { verdict } = lid;
  return {
    ...lid,
    verdict: { ...verdict, decides, judgement: { ...verdict.judgement, excursions: found } },
  };
}
const withSensors = (...sensors: ReportSensor[]): ReportData => ({ ...data, sensors });
const times = (...minutes: [from: number, to: number][]) =>
  minutes.map(([from, to]) => ({ from: start + from * minute, to: start + to * minute }));

test('an excursion of a sensor that stands for several products is one, and each sensor has its own', () => {
  const rule = lid.profile.rules[0]!.id;
  const seen = sensor(true, [
    [rule, 60, 90],
    [rule, 100, null],
  ]);
  const floor = { ...seen, verdict: { ...seen.verdict, device: 'floor' } };
  const of = (...sensors: ReportSensor[]) => [
    routeOf(withSensors(...sensors)).excursions.length,
    chartOf(withSensors(...sensors), 'temperature')!.excursions.length,
  ];
  expect(of(seen, seen)).toEqual([2, 2]);
  expect(of(seen, seen, floor)).toEqual([4, 4]);
});

describe('the chart of a channel', () => {
  test('is interrupted after more than the longest time without a gap, which is half an hour', () => {
    const stretches = (gapMs: number) => {
      const readings = [start, start + gapMs].map((at) => ({
        channel: 'temperature' as const,
        at,
        value: 5,
      }));
      return chartOf(withSensors({ ...lid, readings }), 'temperature')!.lines[0]!.stretches.length;
    };
    expect([stretches(30 * minute), stretches(30 * minute + 1)]).toEqual([1, 2]);
  });

  test('draws a sensor of several products once, and the gaps of the worst sensor', () => {
    const gap = { from: iso(start + hour), to: iso(start + 2 * hour) };
    const { verdict } = lid;
    const { channels } = verdict.judgement;
    const temperature = {
      ...channels.temperature!,
      coverage: { ...channels.temperature!.coverage, gaps: [gap] },
    };
    const floor = {
      ...lid,
      attachment: { ...lid.attachment, device: 'floor' },
      verdict: {
        ...verdict,
        device: 'floor',
        judgement: { ...verdict.judgement, channels: { ...channels, temperature } },
      },
    } as unknown as ReportSensor;
    const chart = chartOf(
      { ...withSensors(lid, lid, floor), verdict: { ...data.verdict, worst: 'floor' } },
      'temperature',
    )!;
    expect(chart.lines.map(({ name }) => name)).toEqual(['lid', 'floor']);
    expect(chart.gaps).toEqual(times([60, 120]));
  });

  test('has the excursions of its own rules, to the end where they go on, and of sensors that decide', () => {
    const [rule] = lid.profile.rules;
    const damp = { ...rule!, id: 'damp', channel: 'humidity' as const };
    const profile = { ...lid.profile, rules: [rule!, damp] };
    const own = sensor(true, [
      [rule!.id, 10, 30],
      ['damp', 20, 40],
      [rule!.id, 60, null],
    ]);
    const chart = chartOf(
      withSensors({ ...own, profile }, { ...sensor(false, [[rule!.id, 0, 5]]), profile }),
      'temperature',
    )!;
    expect(chart.excursions).toEqual([...times([10, 30]), { from: start + hour, to: chart.to }]);
  });
});

test('the route has the excursions of sensors that decide', () => {
  const { excursions } = routeOf(
    withSensors(sensor(true, [['warm-20m', 10, 30]]), sensor(false, [['warm-20m', 40, 50]])),
  );
  expect(excursions).toEqual(times([10, 30]));
});
