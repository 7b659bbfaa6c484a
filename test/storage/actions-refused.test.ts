import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { refusalOf } from '../../src/shipments/action-validation.ts';
import type { Action } from '../../src/shipments/actions/actions.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const now = start + 10 * hour;
const attached: LedgerEvent = { kind: 'device-attached', device: 'box', since: start, intervalMs: 600_000 };
const detached: LedgerEvent = { kind: 'device-detached', device: 'box', until: start + hour };
const departed: LedgerEvent = { kind: 'departed', at: start + hour, detectedBy: null };
const arrived: LedgerEvent = { kind: 'arrived', at: start + 2 * hour, detectedBy: null };
const lid: LedgerEvent = { ...attached, device: 'lid', since: start + hour };

const departs = (at: number): Action => ({ kind: 'departed', at, detectedBy: null });
const arrives = (at: number, detectedBy: string | null = null): Action => ({
  kind: 'arrived',
  at,
  detectedBy,
});
const attaches = (since: number, device = 'box'): Action => ({
  kind: 'device-attached',
  device,
  since,
  intervalMs: 1,
});
const detaches = (until: number, device = 'box'): Action => ({
  kind: 'device-detached',
  device,
  since: start,
  until,
});
const declares = (at: number, device = 'box'): Action => ({
  kind: 'sensor-declared',
  device,
  fate: 'lost',
  at,
});
const toCome = '2026-01-01 10:10:00 UTC is in the future; give a past time';

describe('an action is refused from the exact moment at which the ledger no longer allows it', () => {
  test.each<[string, LedgerEvent[], Action, string | null]>([
    ['a departure ten minutes from now is allowed', [], departs(now + 10 * minute), null],
    ['a departure a millisecond later is refused', [], departs(now + 10 * minute + 1), toCome],
    [
      'a detachment more than ten minutes from now is refused',
      [attached],
      detaches(now + 10 * minute + 1),
      toCome,
    ],
    ['a detachment ten minutes from now is allowed', [attached], detaches(now + 10 * minute), null],
    ['an attachment in the future is allowed', [], attaches(now + hour), null],
    [
      'attaching a device that is attached is refused',
      [attached],
      attaches(start + hour),
      'box has been attached to this shipment since 2026-01-01 00:00 UTC; detach it first',
    ],
    ['attaching another device is allowed', [attached], attaches(start + hour, 'lid'), null],
    ['attaching a device that was detached is allowed', [attached, detached], attaches(start + hour), null],
    [
      'an attachment at the arrival is refused',
      [departed, arrived],
      attaches(start + 2 * hour),
      'the shipment arrived 2026-01-01 02:00 UTC; a sensor attached now would record nothing of its journey',
    ],
    [
      'an attachment just before the arrival is allowed',
      [departed, arrived],
      attaches(start + 2 * hour - 1),
      null,
    ],
    ['a detachment at the attachment is allowed', [attached], detaches(start), null],
    [
      'a detachment before the attachment is refused',
      [attached],
      detaches(start - 1),
      'box was attached 2026-01-01 00:00 UTC; it cannot be detached earlier',
    ],
    [
      'a detachment of another device is refused',
      [attached],
      detaches(start, 'lid'),
      'lid was never attached to this shipment',
    ],
    [
      'a detachment before the last attachment is refused',
      [attached, detached, { ...attached, since: start + 2 * hour }],
      detaches(start + hour),
      'box was attached 2026-01-01 02:00 UTC; it cannot be detached earlier',
    ],
    ['declaring a sensor as of its attachment is allowed', [attached], declares(start), null],
    [
      'declaring a sensor as of before its attachment is refused',
      [attached],
      declares(start - 1),
      'box was attached 2026-01-01 00:00 UTC; it cannot have failed earlier',
    ],
    [
      'declaring a device that is not attached is refused',
      [attached],
      declares(start, 'lid'),
      'lid was never attached to this shipment',
    ],
    [
      'declaring a sensor as of before its last attachment is refused',
      [attached, detached, { ...attached, since: start + 2 * hour }],
      declares(start + hour),
      'box was attached 2026-01-01 02:00 UTC; it cannot have failed earlier',
    ],
    ['a departure at the arrival is allowed', [arrived], departs(start + 2 * hour), null],
    [
      'a departure after the arrival is refused',
      [arrived],
      departs(start + 2 * hour + 1),
      'the shipment arrived 2026-01-01 02:00 UTC; it cannot depart later',
    ],
    ['a departure before any arrival is allowed', [], departs(now), null],
    ['an arrival at the departure is allowed', [departed], arrives(start + hour), null],
    [
      'an arrival before the departure is refused',
      [departed],
      arrives(start + hour - 1),
      'the shipment departed 2026-01-01 01:00 UTC; it cannot arrive earlier',
    ],
    ['an arrival at the attachment of the first sensor is allowed', [lid, attached], arrives(start), null],
    [
      'an arrival before the first sensor was attached is refused',
      [lid, attached],
      arrives(start - 1),
      'its first sensor was attached 2026-01-01 00:00 UTC; it cannot have arrived earlier',
    ],
    [
      'an inferred arrival before the first sensor was attached is allowed',
      [attached],
      arrives(start - 1, 'box'),
      null,
    ],
    ['an arrival without a sensor is allowed', [], arrives(0), null],
  ])('action on a ledger: %s', (_, facts, step, refusal) => {
    const created: LedgerEvent = { kind: 'shipment-created', ...createdShipment };
    expect(refusalOf(ledgerOf(created, ...facts), step, now)).toBe(refusal);
  });
});
