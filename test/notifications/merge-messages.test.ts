import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { notificationSchema } from '../../src/model/notification.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Message } from '../../src/notifications/compose.ts';
import { mergeMessages } from '../../src/notifications/merge-messages.ts';
import { publicationOf } from '../../src/notifications/publication.ts';
import { toSubject } from '../../src/notifications/short-forms.ts';
import { writtenAs } from '../support/written-as.ts';
import { severities } from '../../src/model/enumerations.ts';

const mostBytes = serviceLimits.publicationBytes.limit;

function bytesOf(message: Message): number {
  const { Subject, Message: body, MessageAttributes } = publicationOf(message);
  return Buffer.byteLength(Subject + body + JSON.stringify(MessageAttributes));
}

function messageOf(
  index: number,
  {
    shipment = `S-${index}`,
    name = 'vaccine',
    text = `text ${index}`,
    severity = 'major',
    vehicle = null,
    site = 'north',
    audience = ['site:north'],
  }: {
    shipment?: string;
    name?: string;
    text?: string;
    severity?: (typeof severities)[number];
    vehicle?: string | null;
    site?: string;
    audience?: string[];
  } = {},
): Message {
  const subject = toSubject(`${severity} ${shipment}`);
  const at = '2026-01-01T00:00:00.000Z';
  return {
    ...writtenAs(subject, text),
    headline: `headline ${name}`,
    audience,
    site,
    vehicle,
    notification: {
      schema: 'coldwatch/notification/1',
      id: `${shipment}/${index}`,
      kind: 'excursion-opened',
      severity,
      shipment,
      goods: name,
      device: `box-${index}`,
      profile: { id: 'warm', version: 1 },
      rule: 'warm',
      excursion: null,
      at,
      recordedAt: at,
      ledger: { sequence: 1, hash: 'a'.repeat(64) },
      subject,
      text,
    },
  };
}

describe('merged messages', () => {
  test('about 195 boxes of a vehicle fit in SNS', () => {
    const text = 'Shipment: a long name\n'.repeat(40);
    const merged = mergeMessages(
      Array.from({ length: 195 }, (_, index) => messageOf(index, { vehicle: 'CW 17', text })),
    );
    expect(bytesOf(merged)).toBeLessThanOrEqual(mostBytes);
    expect(merged.subject).toBe('headline vaccine: 195 shipments, vehicle CW 17');
    expect(merged.notification.together).toHaveLength(195);
    expect(merged.notification.togetherCount).toBeUndefined();
  });

  test('have the first 20 in full, 200 more as a line each, and the number of the rest', () => {
    const { email, notification } = mergeMessages(
      Array.from({ length: 1100 }, (_, index) => messageOf(index)),
    );
    const lines = email.split('\n');
    expect(lines[0]).toBe('1100 shipments, site north:');
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(221);
    expect(lines).toContain('- and 880 more; each is in the audit trail of its shipment');
    expect(lines.filter((line) => line.startsWith('text '))).toEqual(
      Array.from({ length: 20 }, (_, index) => `text ${index}`),
    );
    expect([notification.together?.length, notification.togetherCount]).toEqual([1000, 1100]);
  });

  test.each([
    [{ shipment: 'S-1', vehicle: 'CW 17' }, {}, ', 2 times: S-1'],
    [{ vehicle: 'CW 17' }, {}, ': 2 shipments, vehicle CW 17'],
    [{ vehicle: 'CW 17' }, { vehicle: 'CW 18' }, ': 2 shipments, site north'],
    [{ vehicle: 'CW 17' }, { vehicle: null }, ': 2 shipments, site north'],
    [{ site: 'north' }, { site: 'south' }, ': 2 shipments, site:north'],
    [{ site: 'north', audience: [] }, { site: 'south', audience: [] }, ': 2 shipments, several sites'],
  ])('are named by what they have in common: %j and %j', (one, other, words) => {
    const merged = mergeMessages([messageOf(1, one), messageOf(2, { ...one, ...other })]);
    expect(merged.subject).toBe(`headline vaccine${words}`);
  });

  test('name all entries, also those of messages that were merged before', () => {
    const [one, two, three] = [messageOf(1), messageOf(2), messageOf(3)];
    expect(mergeMessages([mergeMessages([one, two]), three]).notification.together).toEqual(
      [one, two, three].map(({ notification }) => notification.id),
    );
  });

  test('count and write out each message of those that were merged before', () => {
    const [one, two, three] = [1, 2, 3].map((index) => messageOf(index, { shipment: 'S' })) as [
      Message,
      Message,
      Message,
    ];
    const merged = mergeMessages([mergeMessages([one, two]), three]);
    expect(merged.email).toBe(mergeMessages([one, two, three]).email);
    expect(merged.subject).toBe('headline vaccine, 3 times: S');
  });

  test('have the highest severity among them', () => {
    const merged = mergeMessages([
      messageOf(1, { severity: 'minor' }),
      messageOf(2, { severity: 'critical' }),
    ]);
    expect(merged.notification.severity).toBe('critical');
  });

  test.each([mostBytes / 2 - 12, mostBytes / 2 - 2, mostBytes / 2, mostBytes, 600_000])(
    'of which there is one with a text of %d bytes are cut',
    (length) => {
      const merged = mergeMessages([messageOf(1, { text: 'x'.repeat(length) })]);
      expect(bytesOf(merged)).toBeLessThanOrEqual(mostBytes);
      expect(merged.notification.text).toBe(merged.email);
    },
  );

  test(
    'always fit the form of every channel, however many there are and however long their names',
    { timeout: 120_000 },
    () => {
      const letter = fc.constantFrom('a', 'ß', '冷', '🧊', '"', '\\', '\n', '\u0001');
      const text = (length: number) =>
        fc.tuple(letter, fc.nat({ max: length })).map(([each, count]) => each.repeat(count));
      fc.assert(
        fc.property(
          fc.record({
            count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 5000 })),
            name: text(200),
            shipment: text(64),
            text: text(20_000),
            severity: fc.constantFrom(...severities),
            vehicle: fc.option(text(200)),
            site: text(200),
            audience: fc.array(text(200), { maxLength: 50 }),
          }),
          ({ count, shipment, ...more }) => {
            const merged = mergeMessages(
              Array.from({ length: count }, (_, index) =>
                messageOf(index, { shipment: `${shipment}${index}`, ...more }),
              ),
            );
            expect(bytesOf(merged)).toBeLessThanOrEqual(mostBytes);
            if (count > 1) expect(merged.subject.length).toBeLessThan(100);
            expect(merged.sms.length).toBeLessThanOrEqual(160);
            expect(merged.subject.isWellFormed() && merged.email.isWellFormed()).toBe(true);
            expect(notificationSchema.safeParse(merged.notification).error).toBeUndefined();
            const { together, togetherCount } = merged.notification;
            if (count > 1) expect(togetherCount ?? together!.length).toBe(count);
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
