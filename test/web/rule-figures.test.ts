import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Router } from 'wouter';
import { Rules, Unanswered } from '../../web/alarms/rule-figures.tsx';

type Figures = Parameters<typeof Rules>[0]['figures'][number];

const figures = (shipment: string, rule: string, changed: Partial<Figures> = {}): Figures => ({
  shipment,
  rule,
  severity: 'critical',
  alarms: 1,
  standing: 0,
  endedSoon: 0,
  acknowledged: 0,
  meanAcknowledgedAfterSeconds: null,
  ...changed,
});
const shown = (part: typeof Rules, all: readonly Figures[]): string =>
  renderToStaticMarkup(
    createElement(
      Router,
      { ssrPath: '/' } as Parameters<typeof Router>[0],
      createElement(part, { figures: all }),
    ),
  );
/** The text of each element of a tag. */
const textsIn = (markup: string, tag: string): string[] =>
  [...markup.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'g'))].map(([, inner]) =>
    inner!
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );

describe('a limit that several products of a shipment have', () => {
  const acknowledged = { acknowledged: 1, endedSoon: 1 };
  const all = [
    figures('S-1', 'vaccine-a@1:hot', { ...acknowledged, meanAcknowledgedAfterSeconds: 60 }),
    figures('S-1', 'vaccine-b@2:hot', { ...acknowledged, meanAcknowledgedAfterSeconds: 180 }),
    figures('S-2', 'hot', { alarms: 2, standing: 1 }),
    figures('S-2', 'cold'),
  ];

  test('is listed once, with all its alarms', () => {
    const [, ...rows] = textsIn(shown(Rules, all), 'tr');
    expect(rows).toEqual(['hot 2 4 1 2 2 min 2', 'cold 1 1 0 0 – 0']);
  });

  test('is listed once where nobody acknowledged its alarms', () => {
    const left = [
      figures('S-1', 'vaccine-a@1:hot'),
      figures('S-1', 'vaccine-b@2:hot', { alarms: 2 }),
      // One that is open hides none that has cleared.
      figures('S-1', 'serum@1:hot', { standing: 1, acknowledged: 1 }),
      figures('S-2', 'hot'),
    ];
    expect(textsIn(shown(Unanswered, left), 'li')).toEqual(['S-1 hot (3)', 'S-2 hot (1)']);
  });
});
