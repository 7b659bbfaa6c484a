import { expect, test } from 'vitest';
import { notificationSchema } from '../../src/model/notification.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { receiver } from '../support/receiver.ts';
import { composeEntries } from '../../src/notifications/compose-entries.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { mergeMessages } from '../../src/notifications/merge-messages.ts';
import { publicationBytes, publicationOf } from '../../src/notifications/publication.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;
const where = { device: 'box-1', position: null };
const rule = 'warm-20m';

/**
 * The events of a device that was offline for long: the given number of excursions, of which the last may be ongoing.
 */
function factsOf(runs: number, goesOn: boolean): LedgerEvent[] {
  return Array.from({ length: runs }, (_, run): LedgerEvent[] => {
    const from = start + run * 2 * hour;
    const isLast = goesOn && run === runs - 1;
    const excursion = {
      id: `${run}`.padStart(64, '0'),
      rule,
      severity: 'major' as const,
      from,
      to: isLast ? null : from + 30 * minute,
      firedAt: from + 20 * minute,
      observedMs: 30 * minute,
      peak: 9,
    };
    const opened: LedgerEvent = { kind: 'excursion-opened', ...where, excursion };
    return isLast
      ? [opened]
      : [
          opened,
          { kind: 'excursion-closed', ...where, excursion, mergedInto: null },
          { kind: 'alarm-cleared', ...where, rule, at: from + hour },
        ];
  }).flat();
}

test.each([true, false])(
  'thousands of excursions that become known together make one message that fits in SNS; ongoing: %s',
  async (goesOn) => {
    const runs = 4000;
    const shipment = 'S'.repeat(64);
    const facts: LedgerEvent[] = [
      { kind: 'shipment-created', ...createdShipment },
      { kind: 'device-attached', ...where, profile: { id: 'warm', version: 1 } } as unknown as LedgerEvent,
      ...factsOf(runs, goesOn),
    ];
    const entries = facts.map((fact, index) => ({
      shipment,
      sequence: index + 1,
      recordedAt: start,
      by: 'coldwatch',
      why: '',
      fact,
      previous: null,
      hash: 'a'.repeat(64),
    }));
    const began = performance.now();
    const composed = await composeEntries(
      { entries, notified: new Set(), archivedUpTo: 0 },
      async () => profile,
      receiver,
    );
    // A function with a third of a processor has less than half a minute for this and for all other shipments.
    expect(performance.now() - began).toBeLessThan(4000);
    expect(composed.map(({ entries: notified }) => notified.length)).toEqual([runs]);
    const published = mergeMessages(composed.map(({ message }) => message));
    const { togetherCount, together } = notificationSchema.parse(published.notification);
    expect([together?.length, new Set(together).size, togetherCount]).toEqual([1000, 1000, runs]);
    expect(published.email).toContain(goesOn ? 'above 8 °C' : `${runs} messages, `);
    expect(publicationBytes(publicationOf(published))).toBeLessThanOrEqual(
      serviceLimits.publicationBytes.limit,
    );
    // Merged with others, it still has the total.
    expect(mergeMessages([published, published]).notification.togetherCount).toBe(2 * runs);
  },
);
