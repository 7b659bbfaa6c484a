import type { ChannelMeasurement } from './check.ts';
import { coverageOf } from './coverage.ts';
import { Integral } from './integral.ts';
import type { Channel } from '../model/reading.ts';
import { roundResult } from '../model/rounding.ts';
import type { Moment, Timeline } from './timeline.ts';

/** Follows what was read on a channel: how much, between which values, with which mean. */
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

  /** After the last moment. */
  finding(): ChannelMeasurement {
    const { samples, unreadable } = this.timeline;
    const found = {
      readings: samples.length,
      differing: this.#differing,
      unreadable,
      coverage: coverageOf(this.timeline),
    };
    if (this.#channel === 'location' || samples.length === 0)
      return { ...found, min: null, max: null, mean: null };
    // The time-weighted mean over monitored time.
    const { area, monitoredMs } = this.#values;
    return {
      ...found,
      min: this.#min,
      max: this.#max,
      mean: monitoredMs > 0 ? roundResult(area / monitoredMs) : null,
    };
  }
}
