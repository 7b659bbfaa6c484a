import { StartupError } from './startup-error.ts';
import { serviceLimits } from './service-limits.ts';

/** Variables of a function, of which those that are delays of messages (seconds) are no longer than they may be here. */
export function delaysShortened(
  variables: Readonly<Record<string, string>>,
  secondsAtMost: Readonly<Record<string, number>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      name in secondsAtMost ? String(Math.min(delayOf(name, value), secondsAtMost[name]!)) : value,
    ]),
  );
}

/** The embedded queue takes any delay, so that one is looked at here. */
function delayOf(name: string, value: string): number {
  const { limit } = serviceLimits.queueDelaySeconds;
  if (Number(value) > limit)
    throw new StartupError(`${name} is ${value}; SQS holds a message back for ${limit} s at most`);
  return Number(value);
}
