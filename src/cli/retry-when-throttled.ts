import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, exitStatus } from './exit-status.ts';
import { say as sayInTerminal } from './print.ts';

/** Seconds to wait after each refusal; after the last one the command fails. */
const waits = [2, 5, 10, 20];

/**
 * Sends a request and retries it, with a message, while the gateway throttles (429). A throttled request had no effect,
 * so a write can be sent again with the same key.
 *
 * @throws {CommandError} when the throttling lasts too long.
 */
export async function retryWhenThrottled(
  ask: () => Promise<Response>,
  {
    wait = (seconds) => sleep(seconds * 1000),
    say = sayInTerminal,
  }: { wait?: (seconds: number) => Promise<void>; say?: (sentence: string) => void } = {},
): Promise<Response> {
  for (const seconds of waits) {
    const response = await ask();
    if (response.status !== 429) return response;
    await response.body?.cancel();
    say(`Too many requests; trying again in ${seconds} s.`);
    await wait(seconds);
  }
  const last = await ask();
  if (last.status === 429)
    throw new CommandError(
      exitStatus.internal,
      `Too many requests, for ${waits.reduce((sum, each) => sum + each, 0)} s now; try again later.`,
    );
  return last;
}
