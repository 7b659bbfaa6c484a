import { metersBetween } from '../route.ts';
import type { Fix } from './plausible-fix.ts';

/** So many fixes, and over so long a time, make a departure or an arrival, and undo one. */
export const confirmingFixes = 3;
export const confirmingMs = 10 * 60_000;

/** What passes a place drives; who has arrived does not: at most 10 km/h, in metres per second. */
const slowMetersPerSecond = 10 / 3.6;
/** Speed is measured between fixes that are at least so far apart: nearer ones say more of the receiver's noise. */
const speedOverMs = 60_000;
/** Of fixes that follow each other faster, one in so long is remembered, so that the state stays small. */
const rememberedEveryMs = 30_000;

/** Where a fix of a run was, so that the next ones' speed is known. */
type Passed = readonly [at: number, latitude: number, longitude: number];

/** Fixes in a row on one side of a fence. */
export type Run = {
  readonly from: number;
  readonly count: number;
  /** Of a run that must be slow: its fixes of the last minute and the one before. */
  readonly passed?: readonly Passed[];
};

/** A departure or an arrival as positions show it, in device time. */
export type Inference = {
  /** The first fix of the run that shows it now; null where nothing does. */
  readonly at: number | null;
  /** The first one ever, also where it was undone. */
  readonly first: number | null;
  /** Fixes that may come to show it, or, while it is shown, to undo it. */
  readonly run: Run | null;
};

export const nothingInferred: Inference = { at: null, first: null, run: null };

/** Takes a fix that speaks for a departure or an arrival, or against it. The same evidence makes it and undoes it. */
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
