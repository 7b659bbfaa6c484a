import { aloneBeyondCelsius } from './classify-samples.ts';
import type { DeviceState } from './device-state.ts';
import { roundValue } from '../model/rounding.ts';
import type { Sample } from './samples.ts';

/** This many readings after a temperature jump show whether a reading was a lone one. */
const readingsAfterJump = 1;

/** Whether the next reading may reveal a lone reading. */
export function isMonitoredAfterJump({ jump }: Pick<DeviceState, 'jump'>): boolean {
  return jump !== null && jump.since < readingsAfterJump;
}

/** Whether two temperatures differ so much that one of them may be a lone reading. */
export function isValueJump(one: number, other: number): boolean {
  return roundValue(Math.abs(one - other)) > aloneBeyondCelsius;
}

/**
 * Returns the newest temperature jump after more readings. Lone readings are detected in the whole record; the jump
 * only says when to evaluate it, and changes with every reading that may reveal one.
 */
export function valueJumpAfter(
  known: DeviceState['jump'],
  before: Sample | undefined,
  samples: Iterable<Sample>,
): DeviceState['jump'] {
  let jump = known;
  let last = before;
  for (const sample of samples) {
    const { values } = sample;
    if (last !== undefined && last.values.some((one) => values.some((other) => isValueJump(one, other))))
      jump = { at: sample.at, since: 0 };
    else if (jump !== null && jump.since < readingsAfterJump) jump = { ...jump, since: jump.since + 1 };
    last = sample;
  }
  return jump;
}
