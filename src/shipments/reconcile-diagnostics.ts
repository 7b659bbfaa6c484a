import type { Position } from './ledger-event.ts';
import { type Facts, type NewEntry, diagnosticsRecorded } from './ledger.ts';
import { declarationsOf, inferencesRecorded, milestones } from './milestones.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { JourneyTimes } from '../evaluation/span.ts';

/** The entries that make a device's open diagnostics in the ledger match those of its record. */
export function reconcileDiagnostics(
  computed: readonly Diagnostic[],
  entries: Facts,
  device: string,
  position: Position | null,
): NewEntry[] {
  // Messages that were not understood are counted by day, and recorded separately.
  const recorded = diagnosticsRecorded(entries, device).filter(
    ({ kind }) => kind !== 'messages-not-understood',
  );
  const now = computed.filter(({ to }) => to === null);
  const isSame = (a: Diagnostic) => (b: Diagnostic) => a.kind === b.kind && a.subject === b.subject;
  const opened = now.filter((finding) => !recorded.some(isSame(finding)));
  const closed = recorded.filter((finding) => !now.some(isSame(finding)));
  return [
    ...closed.map((finding) => ({
      why: 'resolved, or no longer checked',
      fact: { kind: 'finding-closed' as const, device, position, finding },
    })),
    ...opened.map((finding) => ({
      why: 'detected from the readings',
      fact: { kind: 'finding-opened' as const, device, position, finding },
    })),
  ];
}

/**
 * The entries that make departure and arrival in the ledger match what a device's positions show now. `since` and
 * `before` bound the device's time with the shipment. A person's declaration is never overridden. Of several devices,
 * the earliest milestone is recorded.
 */
export function reconcileJourney(
  shown: JourneyTimes,
  entries: Facts,
  { device, since, before }: { readonly device: string; readonly since: number; readonly before: number },
): NewEntry[] {
  return milestones.flatMap((milestone): NewEntry[] => {
    if (declarationsOf(entries, milestone).length > 0) return [];
    const recorded = inferencesRecorded(entries, milestone);
    const own = recorded.find((each) => each.device === device && each.at >= since && each.at < before);
    const at = shown[`${milestone}At`];
    if (at === (own?.at ?? null)) return [];
    if (at === null)
      return [
        {
          why: 'positions no longer show it',
          fact: { kind: 'milestone-withdrawn', milestone, at: own!.at, detectedBy: device },
        },
      ];
    if (own === undefined && recorded.some((each) => each.at <= at)) return [];
    return [{ why: 'positions show it', fact: { kind: milestone, at, detectedBy: device } }];
  });
}
