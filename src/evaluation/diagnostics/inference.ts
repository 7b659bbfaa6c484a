import { metersBetween } from '../route.ts';
import type { Fix } from './plausible-fix.ts';

/** This many fixes over at least this long confirm a departure or an arrival, or undo one. */
export const confirmingFixes = 3;
export const confirmingMs = 10 * 60_000;

/**
 * A vehicle that only passes a place drives faster than this; one that has arrived does not. 10 km/h, in metres per
 * second.
 */
const slowMetersPerSecond = 10 / 3.6;
/** Speed is measured between fixes at least this far apart. Between closer fixes, receiver noise dominates. */
const speedOverMs = 60_000;
/** Of fixes in quick succession, one per this interval is remembered, which keeps the state small. */
const rememberedEveryMs = 30_000;

/** Time and position of a fix of a run, from which the speed at the next fixes is computed. */
type Passed = readonly [at: number, latitude: number, longitude: number];

/** Consecutive fixes on the same side of a geofence. */
type Run = {
  readonly from: number;
  readonly count: number;
  /** For a run that must be slow: its fixes of the last minute, and the one before. */
  readonly passed?: readonly Passed[];
};

/** A departure or an arrival as positions show it, in device time. */
export type Inference = {
  /** The first fix of the run that shows it now; null if none does. */
  readonly at: number | null;
  /** The first fix that ever showed it, even if later fixes undid it. */
  readonly first: number | null;
  /** Fixes that may confirm it or, once it is confirmed, undo it. */
  readonly run: Run | null;
};

export const nothingInferred: Inference = { at: null, first: null, run: null };

/**
 * Processes a fix that is evidence for or against a departure or an arrival. Confirming and undoing need the same
 * amount of evidence.
 */
export function followInference(
  inference: Inference,
  fix: Fix,
  speaks: 'for' | 'against',
  { mustBeSlow, mayConfirm }: { readonly mustBeSlow: boolean; readonly mayConfirm: boolean },
): Inference {
  const { at, first, run: before } = inference;
  const isShown = at !== null;
  if ((speaks === 'for') === isShown) return before === null ? inference : { at, first, run: null };
  const run = mustBeSlow && !isShown ? slowRunOn(before, fix) : runOn(before, fix.at);
  if (!isConfirmed(run, fix.at) || (!isShown && !mayConfirm)) return { at, first, run };
  return isShown ? { at: null, first, run: null } : { at: run.from, first: first ?? run.from, run: null };
}

function isConfirmed({ from, count }: Run, at: number): boolean {
  return count >= confirmingFixes && at - from >= confirmingMs;
}

function runOn(run: Run | null, at: number): Run {
  return run === null ? { from: at, count: 1 } : { from: run.from, count: run.count + 1 };
}

function slowRunOn(run: Run | null, fix: Fix): Run {
  const here: Passed = [fix.at, fix.latitude, fix.longitude];
  const passed = run?.passed ?? [];
  const place = passed.findLastIndex(([at]) => fix.at - at >= speedOverMs);
  if (run === null || (place >= 0 && isFast(passed[place]!, fix)))
    return { from: fix.at, count: 1, passed: [here] };
  const recent = passed.slice(Math.max(0, place));
  const newest = recent.at(-1);
  return {
    ...runOn(run, fix.at),
    passed: newest !== undefined && fix.at - newest[0] < rememberedEveryMs ? recent : [...recent, here],
  };
}

function isFast([at, latitude, longitude]: Passed, fix: Fix): boolean {
  return metersBetween({ latitude, longitude }, fix) > (slowMetersPerSecond * (fix.at - at)) / 1000;
}
