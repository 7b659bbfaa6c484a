import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { asSentence } from '../../web/format/as-sentence.ts';
import type { Formats } from '../../web/format/formats.ts';
import { type InsightFigures, figureCells } from '../../web/insights/figure-cells.tsx';
import { systemTexts } from '../../web/texts/system.ts';

const figures = (inRangeSeconds: number): InsightFigures => ({
  shipments: 1,
  cancelled: 0,
  decisions: { released: 1, partlyReleased: 0, quarantined: 0, rejected: 0, contradicted: 0 },
  excursions: { shipments: 0, unknown: 0, times: 0, share: null },
  time: {
    shipments: 1,
    inRangeSeconds,
    outOfRangeSeconds: 0,
    unmonitoredSeconds: 0,
    inRange: 1,
    monitored: 1,
  },
  alarms: {
    raised: 0,
    acknowledged: 0,
    acknowledgedSoon: 0,
    acknowledgedSoonShare: null,
    meanAcknowledgedAfterSeconds: null,
    clearedAlone: 0,
    clearedAloneShare: null,
  },
});
const formats = { percent: String, number: String } as unknown as Formats;

test.each([
  [49, 'of 49 s monitored'],
  [2.5 * 3600, 'of 2 h 30 min monitored'],
  [26.4 * 3600, 'of 26 h monitored'],
])('%d seconds of monitoring are never called none', (seconds, words) => {
  const markup = renderToStaticMarkup(createElement('p', null, figureCells(figures(seconds), formats).time));
  expect(markup.replaceAll('\u00a0', ' ')).toContain(words);
});

test('a reason of the API is shown as a sentence', () => {
  expect(asSentence('this link was revoked; ask for another one')).toBe(
    'This link was revoked; ask for another one.',
  );
  expect(asSentence('Offline. Try again!')).toBe('Offline. Try again!');
});

test('health counts in words', () => {
  expect([0, 1, 2].map(systemTexts.system.attention)).toEqual([
    'No part needs attention',
    '1 part needs attention',
    '2 parts need attention',
  ]);
});
