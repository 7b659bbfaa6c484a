import { type LegAccount, type PredecessorLink, legAccountOf } from '../../src/allowances/leg-account.ts';
import type { SensorRecord } from '../../src/allowances/sensor-account.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { minute, start } from './series.ts';

type Limits = Pick<Profile, 'allowances' | 'freezeThaw' | 'longestGapMs'>;

/** What a unit may bear in its life: 12 h above 8 °C, one freeze-thaw cycle. */
export const limits: Limits = {
  allowances: [{ id: 'out-of-fridge', limit: { kind: 'above', limit: 8 }, totalMs: 12 * 60 * minute }],
  freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles: 1 },
  longestGapMs: 120 * minute,
};

/** One thing that a sensor sent: minutes from the start, and °C or a text. */
type Sent = readonly [minutes: number, celsius: number | string];

/** A sensor that reports every ten minutes, and has a gap after thirty. Times in minutes from the start. */
export function sensorOf(device: string, from: number, to: number, sent: readonly Sent[]): SensorRecord {
  return {
    device,
    record: recordOf(
      sent.map(([minutes, value]): Reading => {
        const at = start + minutes * minute;
        return typeof value === 'number'
          ? { channel: 'temperature', at, value }
          : { channel: 'temperature', at, text: value, offScale: null, bound: null };
      }),
    ),
    from: start + from * minute,
    to: start + to * minute,
    cadence: { reportingIntervalMs: 10 * minute, maxGapMs: 30 * minute },
  };
}

/** The same value every ten minutes, the first and the last time included. */
export function steady(from: number, to: number, celsius: number): Sent[] {
  const count = Math.floor((to - from) / 10) + 1;
  return Array.from({ length: count }, (_, index) => [from + index * 10, celsius] as const);
}

/** A leg of the goods of which everybody says that nothing was used before, unless another opening is given. */
export function legOf(
  shipment: string,
  sensors: readonly SensorRecord[],
  fields: Partial<LegAccount> = {},
  profile: Limits = limits,
): LegAccount {
  return legAccountOf(
    {
      shipment,
      product: 'goods',
      lots: ['A1', 'B2'],
      from: Math.min(...sensors.map(({ from }) => from)),
      to: Math.max(...sensors.map(({ to }) => to)),
      ledgerHead: shipment,
      opening: (fields.predecessors ?? []).length > 0 ? null : unused,
      predecessors: [],
      readmissions: [],
      ...fields,
    },
    sensors,
    profile,
  );
}

/** An opening of a unit fresh from its maker. */
export const unused = { kind: 'unused', source: 'the maker', reason: 'first shipment' } as const;

/** A link to an earlier leg of the goods. */
export function cameFrom(shipment: string, lots: readonly string[] | null = null): PredecessorLink {
  return { shipment, product: 'goods', lots, by: 'person' };
}
