import { aloneBeyondCelsius } from './classify-samples.ts';
import type { DeviceState } from './device-state.ts';
import { roundValue } from '../model/rounding.ts';
import type { Sample } from './samples.ts';

/** One reading after the last leap of temperature it shows whether a reading stood alone. */
const readingsAfterLeap = 1;

/** Whether the next reading may show that one stood alone. */
export function isMonitoredAfterJump({ jump }: Pick<DeviceState, 'jump'>): boolean {
  return jump !== null && jump.since < readingsAfterLeap;
}

/** Whether two temperatures lie so far from each other that one of them may be a lone reading. */
export function isValueJump(one: number, other: number): boolean {
  return roundValue(Math.abs(one - other)) > aloneBeyondCelsius;
}

/**
 * The newest leap of temperature after some more readings. Lone readings themselves are looked for in the whole record:
 * this says only when to look, and changes with each reading that may show one.
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
    else if (jump !== null && jump.since < readingsAfterLeap) jump = { ...jump, since: jump.since + 1 };
    last = sample;
  }
  return jump;
}
