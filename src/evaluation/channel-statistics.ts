import type { ChannelMeasurement } from './check.ts';
import { coverageOf } from './coverage.ts';
import { Integral } from './integral.ts';
import type { Channel } from '../model/reading.ts';
import { roundResult } from '../model/rounding.ts';
import type { Moment, Timeline } from './timeline.ts';

/** Collects the statistics of one channel: number of readings, lowest and highest value, mean. */
export class ChannelStatistics {
  readonly timeline: Timeline;
  readonly #channel: Channel;
  readonly #values = new Integral((value) => value);
  #differing = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(channel: Channel, timeline: Timeline) {
    this.#channel = channel;
    this.timeline = timeline;
  }

  see(moment: Moment): void {
    if (moment.sample === null) return;
    const { values, differs } = moment.sample;
    if (differs) this.#differing++;
    this.#min = Math.min(this.#min, values[0]!);
    this.#max = Math.max(this.#max, values.at(-1)!);
    this.#values.see(moment);
  }

  /** Call this after the last moment. */
  finding(): ChannelMeasurement {
    const { samples, unreadable } = this.timeline;
    const statistics = {
      readings: samples.length,
      differing: this.#differing,
      unreadable,
      coverage: coverageOf(this.timeline),
    };
    if (this.#channel === 'location' || samples.length === 0)
      return { ...statistics, min: null, max: null, mean: null };
    // The mean is weighted by time and covers monitored time only.
    const { area, monitoredMs } = this.#values;
    return {
      ...statistics,
      min: this.#min,
      max: this.#max,
      mean: monitoredMs > 0 ? roundResult(area / monitoredMs) : null,
    };
  }
}
