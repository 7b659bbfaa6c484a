import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, exitStatus } from './exit-status.ts';
import { say as sayInTerminal } from './print.ts';

/** How long to wait after each refusal, in seconds; after the last the command ends. */
const waits = [2, 5, 10, 20];

/**
 * Asks, and asks again while the gateway lets nobody more through (429), saying so. Nothing has happened to what it
 * refused, so that a write may be sent again under its key. Ends the command where it goes on for longer.
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
