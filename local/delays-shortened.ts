import { StartupError } from './startup-error.ts';
import { serviceLimits } from './service-limits.ts';

/**
 * Returns a function's environment with message delays (in seconds) shortened to at most the given values.
 *
 * @throws {StartupError} When a delay is longer than SQS allows.
 */
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

/** The embedded queue accepts any delay, so the limit is checked here. */
function delayOf(name: string, value: string): number {
  const { limit } = serviceLimits.queueDelaySeconds;
  if (Number(value) > limit)
    throw new StartupError(`${name} is ${value}; SQS holds a message back for ${limit} s at most`);
  return Number(value);
}
