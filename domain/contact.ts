import type { DeviceState } from './advance.ts';
import { type Entry, type NewEntry, type Position, silencesRecorded } from './ledger.ts';
import type { Profile } from './profile.ts';

/** Device time of the newest reading of any channel; null where there is none. */
export function newestReading(state: DeviceState): number | null {
  const times = Object.values(state.last).map(({ at }) => at);
  return times.length === 0 ? null : Math.max(...times);
}

/**
 * Since when a device is out of contact; null where it is not. Silence is longer than `maxGap` since its newest
 * reading, and since it was attached.
 */
export function silentSince(
  state: DeviceState,
  attachedAt: number,
  profile: Pick<Profile, 'maxGapMs'>,
  asOf: number,
): number | null {
  const heardAt = newestReading(state) ?? attachedAt;
  return asOf - Math.max(heardAt, attachedAt) > profile.maxGapMs ? heardAt : null;
}

/** What was found out about a device's contact; null: nothing new. Times are device times. */
export type Contact = { readonly kind: 'lost' | 'heard'; readonly at: number } | null;

/** What must be recorded so that the ledger says of a device whether it is in contact. */
export function reconcileContact(
  contact: Contact,
  entries: readonly Entry[],
  device: string,
  position: Position | null,
): NewEntry[] {
  if (contact === null) return [];
  const { at } = contact;
  const recordedLost = silencesRecorded(entries).has(device);
  if (contact.kind === 'lost' && !recordedLost)
    return [
      {
        why: 'nothing was heard for longer than the profile allows',
        fact: { kind: 'contact-lost', device, position, at },
      },
    ];
  if (contact.kind === 'heard' && recordedLost)
    return [{ why: 'the device is heard again', fact: { kind: 'contact-restored', device, position, at } }];
  return [];
}
