import { type DeviceState, misplacedAt, newestReading } from '../evaluation/device-state.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { Profile } from '../model/profile.ts';
import type { Reading } from '../model/reading.ts';
import { moment } from '../model/wording.ts';
import type { Position } from './ledger-event.ts';
import { type Entry, type Facts, type NewEntry, outagesRecorded } from './ledger.ts';

/**
 * Since when a device has been offline (device time); null where it is not. A device is offline when more than
 * `maxGapMs` has passed since its newest reading and since it was attached. A device whose messages are not
 * understood is not offline.
 */
export function offlineSince(
  state: DeviceState,
  attachedAt: number,
  profile: Pick<Profile, 'maxGapMs'>,
  asOf: number,
): number | null {
  const newest = Math.max(newestReading(state), misplacedAt(state, attachedAt));
  const heardAt = newest === -Infinity ? attachedAt : newest;
  return asOf - Math.max(heardAt, attachedAt) > profile.maxGapMs ? heardAt : null;
}

/** A change in a device's connectivity; null where there is none. Times are device times. */
export type Connectivity = { readonly kind: 'lost' | 'heard'; readonly at: number } | null;

/** The entries that bring the ledger up to date with whether a device is in contact. */
export function reconcileConnectivity(
  contact: Connectivity,
  entries: Facts,
  device: string,
  position: Position | null,
  readings: readonly Reading[],
): NewEntry[] {
  if (contact === null) return [];
  const { at } = contact;
  const lostAt = outagesRecorded(entries).get(device);
  if (contact.kind === 'lost' && lostAt === undefined)
    return [
      {
        why: 'no contact for longer than the profile allows',
        fact: { kind: 'contact-lost', device, position, at },
      },
    ];
  if (contact.kind === 'heard' && lostAt !== undefined) {
    const times = new Set<number>();
    for (const reading of readings) if (reading.at > lostAt && reading.at < at) times.add(reading.at);
    const late =
      times.size === 0 ? null : { readings: times.size, from: Math.min(...times), to: Math.max(...times) };
    return [
      { why: 'the device is back online', fact: { kind: 'contact-restored', device, position, at, late } },
    ];
  }
  return [];
}

/** The times in which a device was offline, as people were notified of them. */
export function outagesOf(entries: readonly Entry[], device: string, from: number, to: number): Diagnostic[] {
  const outages: Diagnostic[] = [];
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'contact-lost' && fact.at >= from && fact.at <= to)
      outages.push({
        kind: 'contact-lost',
        subject: '',
        severity: 'minor',
        from: fact.at,
        to: null,
        sentence: `No signal from the sensor since ${moment(fact.at)}.`,
      });
    const last = outages.at(-1);
    if (fact.kind === 'contact-restored' && last?.to === null)
      outages[outages.length - 1] = {
        ...last,
        to: fact.at,
        sentence: `No signal from the sensor from ${moment(last.from)} to ${moment(fact.at)}${fact.late == null ? '' : `; ${fact.late.readings} stored ${fact.late.readings === 1 ? 'reading' : 'readings'} received`}.`,
      };
  }
  return outages;
}
