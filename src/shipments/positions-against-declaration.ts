import { type Place, type Side, sideOf } from '../evaluation/route.ts';
import { confirmingFixes, confirmingMs } from '../evaluation/diagnostics/inference.ts';
import type { Fix } from '../evaluation/diagnostics/plausible-fix.ts';
import { moment } from '../model/wording.ts';

/** When a milestone was declared to have been, and up to when (server time) readings were evaluated without it. */
type DeclaredTime = { readonly at: number; readonly evaluatedUntil: number };

type Seen = { readonly at: number; readonly side: Side };

/** Runs of fixes that lie clearly on one side of a fence, unbroken by a fix on another side. */
function runsOf(
  fixes: readonly Fix[],
  sideAt: (fix: Fix) => Side,
  wanted: Side,
): (readonly [Seen, ...Seen[]])[] {
  const runs: [Seen, ...Seen[]][] = [];
  let current: [Seen, ...Seen[]] | null = null;
  for (const fix of fixes) {
    const side = sideAt(fix);
    if (side === 'astride') continue;
    if (side !== wanted) current = null;
    else if (current === null) runs.push((current = [{ at: fix.at, side }]));
    else current.push({ at: fix.at, side });
  }
  return runs;
}

function isConfirmed(run: readonly [Seen, ...Seen[]]): boolean {
  return run.length >= confirmingFixes && run.at(-1)!.at - run[0].at >= confirmingMs;
}

/**
 * Says where a sensor was outside the destination across a declared arrival, or between the arrival and its
 * declaration. A sensor that had been inside before, and travels on with the truck once the goods are unloaded, says
 * nothing about the goods.
 */
export function outsideAfter(
  fixes: readonly Fix[],
  { area, name }: Place,
  { at, evaluatedUntil }: DeclaredTime,
): string | null {
  const side = (fix: Fix): Side => sideOf(area, fix);
  const across = runsOf(fixes, side, 'outside').find(
    (run) => isConfirmed(run) && run[0].at <= at && run.at(-1)!.at > at,
  );
  const after = runsOf(
    fixes.filter((fix) => fix.at > at && fix.at <= evaluatedUntil),
    side,
    'outside',
  ).find(isConfirmed);
  const run = across ?? after;
  return run === undefined
    ? null
    : `it was outside ${name} from ${moment(run[0].at)} to ${moment(run.at(-1)!.at)}`;
}

/** Says where a sensor was at the origin between a declared departure and its declaration. */
export function stillAtOrigin(
  fixes: readonly Fix[],
  origin: Place,
  destination: Place | null,
  { at, evaluatedUntil }: DeclaredTime,
): string | null {
  const run = runsOf(
    fixes.filter((fix) => fix.at > at && fix.at <= evaluatedUntil),
    (fix) => {
      // A sensor at the destination has left the origin, even where the two areas overlap.
      const isThere = destination !== null && sideOf(destination.area, fix) === 'inside';
      return isThere ? 'outside' : sideOf(origin.area, fix);
    },
    'inside',
  ).find(isConfirmed);
  return run === undefined
    ? null
    : `it was at ${origin.name} from ${moment(run[0].at)} to ${moment(run.at(-1)!.at)}`;
}
