import type * as z from 'zod/mini';
import { type Figures, decidedIn } from '../../insights/figures.ts';
import { wilsonInterval } from '../../insights/wilson.ts';
import type * as answers from '../routes/responses.ts';

/** Figures as the API shows them: with shares, and the numbers and the intervals that belong to them. */
export function toInsightFigures(figures: Figures): z.output<typeof answers.insightFigures> {
  const { inRangeMs, outOfRangeMs, unmonitoredMs, alarms, acknowledged } = figures;
  const shipments = decidedIn(figures);
  const monitoredMs = inRangeMs + outOfRangeMs;
  return {
    shipments,
    cancelled: figures.cancelled,
    decisions: {
      released: figures.released,
      partlyReleased: figures['partly-released'],
      quarantined: figures.quarantined,
      rejected: figures.rejected,
      contradicted: figures.contradicted,
    },
    excursions: {
      shipments: figures.withExcursion,
      unknown: figures.unknown,
      times: figures.excursions,
      share: boundsOf(figures.withExcursion, figures.unknown, shipments),
    },
    time: {
      shipments: figures.monitored,
      inRangeSeconds: inRangeMs / 1000,
      outOfRangeSeconds: outOfRangeMs / 1000,
      unmonitoredSeconds: unmonitoredMs / 1000,
      inRange: ratio(inRangeMs, monitoredMs),
      monitored: ratio(monitoredMs, monitoredMs + unmonitoredMs),
    },
    alarms: {
      raised: alarms,
      acknowledged,
      meanAcknowledgedAfterSeconds: ratio(figures.acknowledgedAfterMs / 1000, acknowledged),
      acknowledgedSoon: figures.acknowledgedSoon,
      acknowledgedSoonShare: shareOf(figures.acknowledgedSoon, alarms),
      clearedAlone: figures.clearedAlone,
      clearedAloneShare: shareOf(figures.clearedAlone, alarms),
    },
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function shareOf(count: number, total: number) {
  const interval = wilsonInterval(count, total);
  return interval === null ? null : { share: count / total, ...interval };
}

/** Where the share lies, whether none or all of those that are unknown count. */
function boundsOf(count: number, unknown: number, total: number) {
  const [least, most] = [wilsonInterval(count, total), wilsonInterval(count + unknown, total)];
  if (least === null || most === null) return null;
  return { atLeast: count / total, atMost: (count + unknown) / total, from: least.from, to: most.to };
}
