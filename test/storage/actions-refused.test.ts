import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { type Action, refusalOf } from '../../src/shipments/action-validation.ts';
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
const toCome = '2026-01-01 10:10:00 UTC is still to come; give a time that has been';

describe('after a ledger of these facts a step is refused, at the moment from which on it is', () => {
  test.each<[string, LedgerEvent[], Action, string | null]>([
    ['ten minutes from now', [], departs(now + 10 * minute), null],
    ['a millisecond later', [], departs(now + 10 * minute + 1), toCome],
    ['an end to come', [attached], detaches(now + 10 * minute + 1), toCome],
    ['an end ten minutes from now', [attached], detaches(now + 10 * minute), null],
    ['an attachment to come', [], attaches(now + hour), null],
    [
      'a device that is attached',
      [attached],
      attaches(start + hour),
      'box watches this shipment since 2026-01-01 00:00 UTC; detach it first',
    ],
    ['another device', [attached], attaches(start + hour, 'lid'), null],
    ['a device that was detached', [attached, detached], attaches(start + hour), null],
    [
      'an attachment at the arrival',
      [departed, arrived],
      attaches(start + 2 * hour),
      'the shipment arrived 2026-01-01 02:00 UTC; what is attached now watches nothing of its journey',
    ],
    ['an attachment just before it', [departed, arrived], attaches(start + 2 * hour - 1), null],
    ['a detachment at the attachment', [attached], detaches(start), null],
    [
      'a detachment before it',
      [attached],
      detaches(start - 1),
      'box is attached since 2026-01-01 00:00 UTC; it cannot be detached before',
    ],
    [
      'a detachment of another device',
      [attached],
      detaches(start, 'lid'),
      'lid was never attached to this shipment',
    ],
    [
      'a detachment before the last attachment',
      [attached, detached, { ...attached, since: start + 2 * hour }],
      detaches(start + hour),
      'box is attached since 2026-01-01 02:00 UTC; it cannot be detached before',
    ],
    ['a declaration at the attachment', [attached], declares(start), null],
    [
      'a declaration before it',
      [attached],
      declares(start - 1),
      'box watches this shipment since 2026-01-01 00:00 UTC; it cannot have ended before',
    ],
    [
      'a declaration of another device',
      [attached],
      declares(start, 'lid'),
      'lid was never attached to this shipment',
    ],
    [
      'a declaration before the last attachment',
      [attached, detached, { ...attached, since: start + 2 * hour }],
      declares(start + hour),
      'box watches this shipment since 2026-01-01 02:00 UTC; it cannot have ended before',
    ],
    ['a departure at the arrival', [arrived], departs(start + 2 * hour), null],
    [
      'a departure after it',
      [arrived],
      departs(start + 2 * hour + 1),
      'the shipment arrived 2026-01-01 02:00 UTC; it cannot depart later',
    ],
    ['a departure of what has not arrived', [], departs(now), null],
    ['an arrival at the departure', [departed], arrives(start + hour), null],
    [
      'an arrival before it',
      [departed],
      arrives(start + hour - 1),
      'the shipment departed 2026-01-01 01:00 UTC; it cannot arrive before',
    ],
    ['an arrival with the first sensor', [lid, attached], arrives(start), null],
    [
      'an arrival before it, without a departure',
      [lid, attached],
      arrives(start - 1),
      'its first sensor was attached 2026-01-01 00:00 UTC; it cannot have arrived before',
    ],
    ['one that positions show', [attached], arrives(start - 1, 'box'), null],
    ['an arrival without a sensor', [], arrives(0), null],
  ])('%s', (_, facts, step, refusal) => {
    const created: LedgerEvent = { kind: 'shipment-created', ...createdShipment };
    expect(refusalOf(ledgerOf(created, ...facts), step, now)).toBe(refusal);
  });
});
