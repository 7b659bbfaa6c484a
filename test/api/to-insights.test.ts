import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { toInsightFigures } from '../../src/api/handlers/to-insights.ts';
import { insightsCsv } from '../../src/api/routes/insights-csv.ts';
import { noFigures } from '../../src/insights/figures.ts';
import { wilsonInterval } from '../../src/insights/wilson.ts';

const hour = 3_600_000;
/** No two of these numbers, and no two of the shares, are the same. */
const figures = {
  released: 41,
  'partly-released': 5,
  quarantined: 7,
  rejected: 11,
  contradicted: 3,
  cancelled: 13,
  withExcursion: 17,
  unknown: 19,
  excursions: 29,
  monitored: 61,
  inRangeMs: 800 * hour,
  outOfRangeMs: 50 * hour,
  unmonitoredMs: 150 * hour,
  alarms: 31,
  acknowledged: 23,
  acknowledgedSoon: 9,
  acknowledgedAfterMs: 46 * hour,
  clearedAlone: 4,
};

describe('insights', () => {
  test('share out of what they say, and say how many that is', () => {
    expect(toInsightFigures(figures)).toEqual({
      shipments: 67,
      cancelled: 13,
      decisions: { released: 41, partlyReleased: 5, quarantined: 7, rejected: 11, contradicted: 3 },
      excursions: {
        shipments: 17,
        unknown: 19,
        times: 29,
        share: {
          atLeast: 17 / 67,
          atMost: 36 / 67,
          from: wilsonInterval(17, 67)!.from,
          to: wilsonInterval(36, 67)!.to,
        },
      },
      time: {
        shipments: 61,
        inRangeSeconds: 800 * 3600,
        outOfRangeSeconds: 50 * 3600,
        unmonitoredSeconds: 150 * 3600,
        inRange: 800 / 850,
        monitored: 0.85,
      },
      alarms: {
        raised: 31,
        acknowledged: 23,
        meanAcknowledgedAfterSeconds: 2 * 3600,
        acknowledgedSoon: 9,
        acknowledgedSoonShare: { share: 9 / 31, ...wilsonInterval(9, 31) },
        clearedAlone: 4,
        clearedAloneShare: { share: 4 / 31, ...wilsonInterval(4, 31) },
      },
    });
  });

  test('of nothing are no shares', () => {
    const { excursions, time, alarms } = toInsightFigures({ ...noFigures, cancelled: 2 });
    expect(excursions.share).toBeNull();
    expect([time.inRange, time.monitored]).toEqual([null, null]);
    expect([
      alarms.meanAcknowledgedAfterSeconds,
      alarms.acknowledgedSoonShare,
      alarms.clearedAloneShare,
    ]).toEqual([null, null, null]);
  });

  test('have a column for each figure, under its own heading', () => {
    const shown = toInsightFigures(figures);
    const names = {
      month: '2026-11',
      origin: 'Ely',
      destination: 'Ware',
      carrier: 'Swift',
      packaging: 'PCM',
    };
    const answer = {
      from: '2026-10',
      to: '2026-12',
      by: 'lane' as const,
      total: shown,
      items: [{ ...names, ...shown }],
    };
    const [row] = parse(insightsCsv(answer), { columns: true }) as Record<string, string>[];
    const [soon, alone] = [wilsonInterval(9, 31)!, wilsonInterval(4, 31)!];
    expect(row).toEqual(
      Object.fromEntries(
        Object.entries({
          'From month (UTC)': '2026-10',
          'To month (UTC)': '2026-12',
          'Month (UTC)': '2026-11',
          From: 'Ely',
          To: 'Ware',
          Carrier: 'Swift',
          Packaging: 'PCM',
          Shipments: 67,
          'Cancelled (not counted)': 13,
          Released: 41,
          'Partly released': 5,
          Quarantined: 7,
          Rejected: 11,
          Contradicted: 3,
          'Shipments with an excursion': 17,
          'Shipments unknown': 19,
          'Times out of range': 29,
          'Share with an excursion, at least': 17 / 67,
          'Share with an excursion, at most': 36 / 67,
          '95 % interval from': wilsonInterval(17, 67)!.from,
          '95 % interval to': wilsonInterval(36, 67)!.to,
          'Shipments monitored': 61,
          'Seconds in range': 800 * 3600,
          'Seconds out of range': 50 * 3600,
          'Seconds not monitored': 150 * 3600,
          'Share of monitored time in range': 800 / 850,
          'Share of time monitored': 0.85,
          Alarms: 31,
          Acknowledged: 23,
          'Mean seconds to acknowledge': 2 * 3600,
          'Acknowledged within 15 min': 9,
          'Share within 15 min, interval from': soon.from,
          'Share within 15 min, interval to': soon.to,
          'Cleared by themselves': 4,
          'Share cleared by themselves, interval from': alone.from,
          'Share cleared by themselves, interval to': alone.to,
        }).map(([heading, value]) => [heading, String(value)]),
      ),
    );
  });
});
