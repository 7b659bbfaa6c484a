import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

const dashes = [[], [6, 3], [2, 3], [9, 3, 2, 3]] as const;
const colours = 6;

/** The style of a chart line: a theme colour and dashes, so that lines are not distinguished by colour alone. */
export function strokeOf(index: number): { colour: string; dash: readonly number[] } {
  const dash = index === 0 ? 0 : 1 + ((index - 1) % (dashes.length - 1));
  return { colour: `--series-${(index % colours) + 1}`, dash: dashes[dash]! };
}

const shapes = ['limit', 'excursion', 'gap', 'late'] as const;

const none: readonly (typeof shapes)[number][] = [];

/** Explains the shapes and lines of the charts; `without` are the shapes that they cannot have. */
export function Legend({
  lines,
  without = none,
}: {
  lines: readonly string[];
  without?: readonly (typeof shapes)[number][];
}): ReactNode {
  return (
    <ul className="legend">
      {lines.length > 1 &&
        lines.map((device, index) => (
          <li key={device}>
            <svg width="28" height="10" aria-hidden="true">
              <line
                x1="0"
                x2="28"
                y1="5"
                y2="5"
                stroke={`var(${strokeOf(index).colour})`}
                strokeWidth="2"
                strokeDasharray={strokeOf(index).dash.join(' ')}
              />
            </svg>
            {device}
          </li>
        ))}
      {shapes
        .filter((each) => !without.includes(each))
        .map((each) => (
          <li key={each}>
            <span className={`swatch ${each}`} aria-hidden="true" /> {texts.chart[each]}
          </li>
        ))}
    </ul>
  );
}
