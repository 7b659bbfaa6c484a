import { type Channel, channels } from '../../model/reading.ts';
import type { Sample } from '../samples.ts';
import { type Series, within } from '../series.ts';
import type { JourneyTimes } from '../span.ts';
import { type EvaluationContext, countedSpan } from '../evaluation-context.ts';
import { battery } from './battery.ts';
import { calibrationOf } from './calibration.ts';
import { clock } from './clock.ts';
import type { Detector, Now } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type JourneyState, journey, shownBy } from './journey.ts';
import { stuck } from './flatline.ts';
import { latenessOf } from './timetable.ts';

const detectors = { battery, stuck, clock, journey } as const;
type Name = keyof typeof detectors;
const names = Object.keys(detectors) as Name[];

/** What the detectors remember of a device, by detector name; plain JSON. */
export type DiagnosticsState = { readonly [name in Name]?: unknown };

/** Processes the next samples of a channel and passes diagnostics that have ended to `end`. */
export function followDiagnostics(
  state: DiagnosticsState,
  channel: Channel,
  samples: Iterable<Sample>,
  context: EvaluationContext,
  end: (finding: Diagnostic) => void = () => undefined,
): DiagnosticsState {
  const asked = names.filter((name) => (detectors[name] as Detector<unknown>).channels.includes(channel));
  const own = asked.map((name) => state[name]);
  for (const sample of samples)
    for (const [index, name] of asked.entries())
      own[index] = (detectors[name] as Detector<unknown>).see(own[index], channel, sample, context, end);
  let followed = state;
  for (const [index, name] of asked.entries()) {
    if (own[index] === followed[name]) continue;
    const { [name]: _, ...others } = followed;
    followed = own[index] === undefined ? others : { ...others, [name]: own[index] };
  }
  return followed;
}

/** Returns the diagnostics that are open now, from the detectors and from the timetable and calibration dates. */
export function openDiagnostics(
  state: DiagnosticsState,
  context: EvaluationContext,
  now: Now,
): readonly Diagnostic[] {
  return [
    ...names.flatMap((name) =>
      state[name] === undefined
        ? []
        : (detectors[name] as Detector<unknown>).openNow(state[name], context, now),
    ),
    ...latenessOf(context, now.asOf),
    ...calibrationOf(context, now.asOf),
  ];
}

/** Departure and arrival as the positions show them now, in device time. */
export function detectedJourney(state: DiagnosticsState): JourneyTimes {
  return shownBy(state.journey as JourneyState | undefined);
}

/** Returns all diagnostics of a record, ended and open, by time. */
export function diagnosticsOf(
  series: Series,
  context: EvaluationContext,
  asOf: number,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  let state: DiagnosticsState = {};
  let newestAt = -Infinity;
  for (const channel of channels) {
    const samples = within(series.get(channel) ?? [], countedSpan(context, channel));
    newestAt = Math.max(newestAt, samples.at(-1)?.at ?? -Infinity);
    state = followDiagnostics(state, channel, samples, context, (finding) => found.push(finding));
  }
  found.push(...openDiagnostics(state, context, { asOf, newestAt }));
  return found.sort((a, b) => a.from - b.from || (a.kind < b.kind ? -1 : 1));
}
