import type { Position } from './fact.ts';
import { type Facts, type NewEntry, findingsRecorded, journeyRecorded } from './ledger.ts';
import type { Finding } from './signals/finding.ts';
import type { JourneyState } from './signals/journey.ts';

/** What must be recorded so that what stands about a device in the ledger is what stands in its record. */
export function reconcileFindings(
  standing: readonly Finding[],
  entries: Facts,
  device: string,
  position: Position | null,
): NewEntry[] {
  const recorded = findingsRecorded(entries, device);
  const now = standing.filter(({ to }) => to === null);
  const isSame = (a: Finding) => (b: Finding) => a.kind === b.kind && a.subject === b.subject;
  const opened = now.filter((finding) => !recorded.some(isSame(finding)));
  const closed = recorded.filter((finding) => !now.some(isSame(finding)));
  return [
    ...closed.map((finding) => ({
      why: 'it is so no longer, or is not asked any more',
      fact: { kind: 'finding-closed' as const, device, position, finding },
    })),
    ...opened.map((finding) => ({
      why: 'it was found out',
      fact: { kind: 'finding-opened' as const, device, position, finding },
    })),
  ];
}

/** What must be recorded of a departure or an arrival that a device's positions show: the earliest decides. */
export function reconcileJourney(
  detected: Pick<JourneyState, 'departedAt' | 'arrivedAt'>,
  entries: Facts,
  device: string,
): NewEntry[] {
  const known = journeyRecorded(entries);
  const isDeclared = (kind: 'departed' | 'arrived'): boolean =>
    entries.some(({ fact }) => fact.kind === kind && fact.detectedBy === null);
  return (['departed', 'arrived'] as const).flatMap((kind) => {
    const at = detected[`${kind}At`];
    const knownAt = known[`${kind}At`];
    if (at === null || isDeclared(kind) || (knownAt !== null && knownAt <= at)) return [];
    return [{ why: 'positions show it', fact: { kind, at, detectedBy: device } }];
  });
}
