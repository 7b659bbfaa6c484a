import { type Channel, channels } from '../reading.ts';
import type { Sample, Samples } from '../samples.ts';
import type { Series } from '../series.ts';
import { type Terms, counts } from '../terms.ts';
import { battery } from './battery.ts';
import { calibrationOf } from './calibration.ts';
import { clock } from './clock.ts';
import type { Detector, Now } from './detector.ts';
import type { Finding } from './finding.ts';
import { forecast } from './forecast.ts';
import { type JourneyState, journey } from './journey.ts';
import { stuck } from './stuck.ts';
import { latenessOf } from './timetable.ts';

const detectors = { battery, stuck, clock, journey, forecast } as const;
type Name = keyof typeof detectors;
const names = Object.keys(detectors) as Name[];

/** What the detectors remember of a device, by their names; plain JSON. */
export type SignalState = { readonly [name in Name]?: unknown };

/** Takes up the next samples of a channel. What ended goes to `end`. */
export function followSignals(
  state: SignalState,
  channel: Channel,
  samples: Iterable<Sample>,
  terms: Terms,
  end: (finding: Finding) => void = () => undefined,
): SignalState {
  let followed = state;
  for (const name of names) {
    const detector = detectors[name] as Detector<unknown>;
    if (!detector.channels.includes(channel)) continue;
    let own = followed[name];
    for (const sample of samples) own = detector.see(own, channel, sample, terms, end);
    if (own === followed[name]) continue;
    const { [name]: _, ...others } = followed;
    followed = own === undefined ? others : { ...others, [name]: own };
  }
  return followed;
}

/** What stands, by the detectors and by the calendar. */
export function standingFindings(state: SignalState, terms: Terms, now: Now): readonly Finding[] {
  return [
    ...names.flatMap((name) =>
      state[name] === undefined
        ? []
        : (detectors[name] as Detector<unknown>).standing(state[name], terms, now),
    ),
    ...latenessOf(terms, now.asOf),
    ...calibrationOf(terms, now.asOf),
  ];
}

/** Departure and arrival as the positions tell them, in device time. */
export function detectedJourney(state: SignalState): Pick<JourneyState, 'departedAt' | 'arrivedAt'> {
  const { departedAt = null, arrivedAt = null } = (state.journey ?? {}) as Partial<JourneyState>;
  return { departedAt, arrivedAt };
}

/** Everything found in a record, past and standing, by time. */
export function findingsOf(series: Series, terms: Terms, asOf: number): readonly Finding[] {
  const found: Finding[] = [];
  let state: SignalState = {};
  let newestAt = -Infinity;
  for (const channel of channels) {
    const samples = series.get(channel) ?? [];
    const counted = { [Symbol.iterator]: () => countedOf(samples, channel, terms) };
    for (const { at } of counted) newestAt = Math.max(newestAt, at);
    state = followSignals(state, channel, counted, terms, (finding) => found.push(finding));
  }
  found.push(...standingFindings(state, terms, { asOf, newestAt }));
  return found.sort((a, b) => a.from - b.from || (a.kind < b.kind ? -1 : 1));
}

function* countedOf(samples: Samples, channel: Channel, terms: Terms): Generator<Sample> {
  for (const sample of samples) if (counts(terms, channel, sample.at)) yield sample;
}
