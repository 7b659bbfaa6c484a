import type { ReactNode } from 'react';

/** How near a rule is to being broken. */
export type Nearness = 'good' | 'near' | 'broken';

/** The share of an allowance from which a rule counts as nearly broken. */
const nearFrom = 0.5;

/** How near a rule is to being broken, by the share of its allowance that is used. */
export function nearnessOf(used: number): Nearness {
  return used >= 1 ? 'broken' : used >= nearFrom ? 'near' : 'good';
}

/** The used share of an allowance (0 to 1) as a bar; `label` says it, unless it stands next to the bar. */
export function UsedBar({
  nearness,
  share,
  label,
}: {
  nearness: Nearness;
  share: number;
  label?: string;
}): ReactNode {
  const measured =
    label === undefined
      ? ({ 'aria-hidden': true } as const)
      : ({
          role: 'meter',
          'aria-label': label,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': Math.floor(share * 100),
        } as const);
  return (
    <span className={`bar ${nearness}`} {...measured}>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}
