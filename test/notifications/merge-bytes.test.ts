import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/notifications/compose.ts';
import { mergeMessages, speakingFor } from '../../src/notifications/merge-messages.ts';
import { largestPublication, publicationBytes, publicationOf } from '../../src/notifications/publication.ts';
import { type Given, messageOf, several } from '../support/numbered-messages.ts';

const bytesOf = (message: Message) => publicationBytes(publicationOf(message));
const long = (length: number): Given => ({ email: 'x'.repeat(length) });

describe('one message', () => {
  // Each character of the text is in the email and in the notification.
  const without = bytesOf(messageOf(1, long(0)));
  const largest = Math.floor((largestPublication - without) / 2);
  const odd = (largestPublication - without) % 2;
  const exactly = (length: number) => messageOf(1, long(length));

  test('of exactly the size that SNS accepts stays unchanged', () => {
    const message = exactly(largest);
    expect(bytesOf(message)).toBe(largestPublication - odd);
    expect(mergeMessages([message])).toBe(message);
    // The audience fills the remaining bytes exactly.
    const full = { ...message, audience: [`site:north${'z'.repeat(odd)}`] };
    expect(bytesOf(full)).toBe(largestPublication);
    expect(mergeMessages([full])).toBe(full);
    const over = { ...message, audience: [`site:north${'z'.repeat(odd + 1)}`] };
    expect(mergeMessages([over]).email).toBe(`${'x'.repeat(Math.floor(largest / 2))}…`);
  });

  test('that is too large is cut in both of its texts, and nowhere else', () => {
    const message = exactly(largest + 1);
    const text = `${'x'.repeat(Math.floor((largest + 1) / 2))}…`;
    expect(mergeMessages([message])).toEqual({
      ...message,
      email: text,
      notification: { ...message.notification, text },
    });
  });

  test('is cut repeatedly until it fits, without splitting a character', () => {
    // Each character has four bytes and two UTF-16 code units.
    const message = messageOf(1, { email: `x${'🧊'.repeat(200_000)}` });
    expect(mergeMessages([message]).email).toBe(`x${'🧊'.repeat(24_999)}…`);
  });

  test('that is too large even without its text has an empty text', () => {
    const message = messageOf(1, { ...long(10), headline: 'y'.repeat(largestPublication) });
    expect(mergeMessages([message]).email).toBe('…');
  });
});

describe('many messages', () => {
  test.each([
    [2000, 20, 220, 1000],
    [4000, 20, 220, 200],
    [5600, 20, 70, 50],
    [8000, 10, 60, 50],
    [15_000, 5, 25, 20],
    [30_000, 1, 6, 5],
  ])(
    'of %d characters each: %d are in full, %d are listed, and %d are named for machines',
    (letters, inFull, listed, ids) => {
      const all = several(1000).map((_, index) =>
        messageOf(index + 1, { ...long(letters), shipment: `${index + 1}`.padStart(59, 's') }),
      );
      const merged = mergeMessages(all);
      const lines = merged.email.split('\n');
      expect(bytesOf(merged)).toBeLessThanOrEqual(largestPublication);
      expect(lines.filter((line) => line.startsWith('xxx'))).toHaveLength(inFull);
      expect(lines.filter((line) => line.startsWith('- MAJOR '))).toHaveLength(listed);
      expect(lines).toContain(`- and ${1000 - listed} more; each is in the audit trail of its shipment`);
      expect(lines).toContain(`The first ${inFull} in full:`);
      expect(merged.notification.together).toEqual(
        all.slice(0, ids).map(({ notification }) => notification.id),
      );
      expect(merged.notification.togetherCount).toBe(ids === 1000 ? undefined : 1000);
    },
  );

  test('of which not even one fits are cut', () => {
    const merged = mergeMessages(several(10, long(200_000)));
    expect(merged.email.startsWith('10 shipments, site north:\n- MAJOR S-1: news 1\n')).toBe(true);
    expect(merged.email.endsWith('xxx…')).toBe(true);
    expect(merged.notification.text).toBe(merged.email);
    expect(merged.notification.together).toHaveLength(5);
  });
});

describe('a message that covers others', () => {
  const one = messageOf(1);
  test('lists their ids', () => {
    expect(speakingFor(one, [])).toBe(one);
    expect(speakingFor(one, ['S-1/2', 'S-1/3'])).toEqual({
      ...one,
      notification: { ...one.notification, together: ['S-1/1', 'S-1/2', 'S-1/3'] },
    });
  });

  test('also has their number if there are more than a thousand', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `u/${index}`);
    const { together, togetherCount } = speakingFor(one, ids).notification;
    expect([together!.length, together![0], together![999], togetherCount]).toEqual([
      1000,
      'S-1/1',
      'u/998',
      1001,
    ]);
    expect(speakingFor(one, ids.slice(1)).notification.togetherCount).toBeUndefined();
  });

  test('is counted with them when merged with further messages', () => {
    const ids = Array.from({ length: 1200 }, (_, index) => `u/${index}`);
    const spoken = [speakingFor(one, ids), speakingFor(messageOf(2), ['x']), messageOf(3)];
    const { together, togetherCount } = mergeMessages(spoken, ['y']).notification;
    expect([together!.length, togetherCount]).toEqual([1000, 1201 + 2 + 1 + 1]);
    expect(mergeMessages(spoken.slice(1), ['y']).notification.together).toEqual(['S-2/2', 'x', 'S-3/3', 'y']);
  });
});

test('a long common name is cut at 40 characters', () => {
  const merged = (given: Given) =>
    mergeMessages([messageOf(1, { ...given }), messageOf(2, { ...given })]).email.split('\n')[0]!;
  const x = (count: number) => 'x'.repeat(count);
  expect(merged({ shipment: x(40) })).toBe(`2 messages, ${x(40)}:`);
  expect(merged({ shipment: x(41) })).toBe(`2 messages, ${x(39)}…:`);
  expect(merged({ vehicle: x(41) })).toBe(`2 shipments, vehicle ${x(39)}…:`);
  expect(merged({ site: x(41) })).toBe(`2 shipments, site ${x(39)}…:`);
  const other = mergeMessages([messageOf(1, { site: 'a', audience: [x(20), x(19)] }), messageOf(2)]);
  expect(other.email.split('\n')[0]).toBe(`2 shipments, ${x(20)}, ${x(17)}…:`);
});
