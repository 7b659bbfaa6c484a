import type { SensorRecord } from '../../src/allowances/sensor-account.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import {
  type LegAccount,
  type NotProven,
  type Opening,
  type PredecessorLink,
  legAccountOf,
} from '../../src/allowances/leg-account.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Amount, History, Leg, Sensor, Sent } from './history.ts';

/** What the product needs of a profile to judge a history. */
export function profileOf(history: History): Pick<Profile, 'allowances' | 'freezeThaw' | 'longestGapMs'> {
  const { freezesBelow, thawsAbove, cycles, longestGapMs } = history;
  return {
    allowances: history.allowances.map(({ id, kind, celsius, totalMs }) => ({
      id,
      limit: { kind, limit: celsius },
      totalMs,
    })),
    freezeThaw: { freezesBelow, thawsAbove, cycles },
    longestGapMs,
  };
}

/** The product's accounts of the legs of a history. */
export function accountsOf(history: History): LegAccount[] {
  return history.legs.map((leg) =>
    legAccountOf(
      {
        shipment: leg.shipment,
        product: leg.product,
        lots: Object.values(leg.lots),
        from: leg.from,
        to: leg.to,
        ledgerHead: leg.shipment,
        opening: openingOf(leg),
        predecessors: leg.links.map((link) => ({
          shipment: link.shipment,
          product: link.product,
          lots: link.lots,
          by: namedBy(link),
        })),
        readmissions: leg.readmissions.map(({ lots, allowance, amount, signedAt }) => ({
          lots,
          by: 'Quincy Quality',
          reason: 'stability data',
          document: 'QD-7',
          at: signedAt === undefined ? '2026-03-02T08:00:00.000Z' : new Date(signedAt).toISOString(),
          ...(allowance === null ? { cycles: amount } : { allowance, ms: amount }),
        })),
        ...notProvenOf(leg, history),
      },
      leg.sensors.map(sensorRecordOf),
      profileOf(history),
    ),
  );
}

/** A way of naming that is proven as far as a link is. */
function namedBy({ proven }: Leg['links'][number]): PredecessorLink['by'] {
  return proven === undefined ? 'person' : proven === 'of none' ? 'sscc' : 'serial';
}

/** What later legs say that is not proven of one. */
function notProvenOf({ shipment, product }: Leg, history: History): Pick<LegAccount, 'notProven'> {
  const notProven = history.legs.flatMap((later) =>
    later.links
      .filter((link) => link.shipment === shipment && link.product === product && link.proven !== undefined)
      .map((link): NotProven => {
        const why = link.proven!;
        const proves = link.proven === 'of none' ? 'nothing' : 'some units';
        return { shipment: later.shipment, product: later.product, by: namedBy(link), proves, why };
      }),
  );
  return notProven.length === 0 ? {} : { notProven };
}

/** What a sensor sent, as the product reads it. */
export function sensorRecordOf({ sent, intervalMs, maxGapMs, ...sensor }: Sensor): SensorRecord {
  return {
    ...sensor,
    record: recordOf(sent.map(readingOf)),
    cadence: { reportingIntervalMs: intervalMs, maxGapMs },
  };
}

function readingOf(sent: Sent): Reading {
  return 'celsius' in sent
    ? { channel: 'temperature', at: sent.at, value: sent.celsius }
    : {
        channel: 'temperature',
        at: sent.at,
        text: `off ${sent.side} ${sent.bound}`,
        offScale: sent.side,
        bound: sent.bound,
      };
}

function openingOf({ opening }: Leg): Opening | null {
  const entered = { source: 'the maker', reason: 'asked by telephone' };
  if (opening === null) return null;
  if (opening === 'unknown') return { kind: 'unknown' };
  if (opening === 'unused') return { kind: 'unused', ...entered };
  const times = opening.filter((each): each is Amount & { allowance: string } => each.allowance !== null);
  return {
    kind: 'spent',
    spent: Object.fromEntries(times.map(({ allowance, amount }) => [allowance, amount])),
    cycles: opening.find(({ allowance }) => allowance === null)?.amount ?? null,
    ...entered,
  };
}
