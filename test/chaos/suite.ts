import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDeployment } from '../../src/cli/deployment.ts';
import { chanceOf } from '../proof/chance.ts';
import { type Check, type Suite, must } from '../proof/check.ts';
import { subscribeToAll, waitUntilProcessed } from './aftermath.ts';
import { type BreakableRun, startBreakable } from './breakable-run.ts';
import { type Outbox, letIn, prepareFleet, sendFrom } from './fleet.ts';

/** How many devices send at once between two kills. */
const atOnce = 16;

/**
 * Kills the local run, and parts of it, at random moments under load, and compares the outcome with what was
 * acknowledged.
 */
export const suite: Suite = {
  name: 'kills',
  title: 'Nothing lost, nothing duplicated: the local run, killed under load',
  async prove({ isQuick, say }) {
    const [wholeKills, partKills, devices, messagesEach] = isQuick ? [3, 12, 40, 20] : [40, 160, 200, 25];
    const chance = chanceOf(`kills ${Date.now()}`);
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-kills-'));
    let run: BreakableRun | null = null;
    let wholes = 0;
    let parts = 0;
    try {
      run = await startBreakable(folder);
      await subscribeToAll(run.running);
      const { shipments, outboxes } = await prepareFleet(localDeployment(run.running).database, chance, {
        devices,
        messagesEach,
        now: Date.now(),
      });
      await letIn(folder, outboxes);
      const total = outboxes.reduce((sum, { waiting }) => sum + waiting.length, 0);
      for (let epoch = 0; epoch < wholeKills; epoch++) {
        const load = sendMany(outboxes, run, folder, chance, Math.ceil(total / wholeKills));
        parts += await killParts(run, chance, Math.round(partKills / wholeKills));
        await sleep(chance.between(0, 600));
        if (await run.killAll()) wholes++;
        // Some connections are never told that the other side has gone.
        await Promise.race([load, sleep(3000)]);
        // Messages link to the page, as in an account, where its address stays.
        run = await startBreakable(folder, new URL(run.running.address).port);
        if ((epoch + 1) % Math.ceil(wholeKills / 4) === 0)
          say(`killed ${epoch + 1} times, parts ${parts} times`);
      }
      // Devices send unacknowledged messages again until they are acknowledged.
      for (const outbox of outboxes)
        while (outbox.waiting.length > 0) await sendFrom(outbox, folder, run.running.mqttPort);
      say('everything is sent; waiting until it is processed and notified');
      const { violations, received, published } = await waitUntilProcessed(run.running, folder, shipments);
      const { lost, acknowledged } = lostOf(outboxes, received);
      for (const each of lost.slice(0, 3)) say(`not in the archive: ${each}`);
      return {
        checks: [
          killed('Killed with SIGKILL and restarted', wholes, wholeKills),
          killed('Parts killed: a function’s thread, or all connections to the queue', parts, partKills),
          must(
            'Every acknowledged message is in the archive',
            `${lost.length} of ${acknowledged} are missing`,
            'none',
            lost.length === 0 && acknowledged >= total,
          ),
          must(
            'Every message is in the journal once; every verdict equals that of the offline judge byte for byte; every transition is in the ledger once; every notification was sent, under one id',
            violations.length === 0
              ? `${shipments.length} shipments, ${published} notifications: no violations`
              : violations.slice(0, 5).join('; '),
            'no violations',
            violations.length === 0 && published > 0,
          ),
        ],
        details:
          'The queue shares the process of the local run: killing it as a part closes all of its connections and refuses new ones for up to 0.4 s; SIGKILL ends it together with the whole.',
      };
    } finally {
      await run?.killAll().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Kills parts of the run, one after another; returns how many. */
async function killParts(
  run: BreakableRun,
  chance: ReturnType<typeof chanceOf>,
  count: number,
): Promise<number> {
  for (let part = 0; part < count; part++) {
    await sleep(chance.between(50, 500));
    const victim = chance.pick(['function', 'function', 'queue'] as const);
    // A function may have no thread for a moment.
    while (!(await run.kill(victim, chance.between(50, 400)))) await sleep(50);
  }
  return count;
}

function killed(name: string, times: number, wanted: number): Check {
  return must(name, `${times} times`, `${wanted} times`, times === wanted);
}

/** Returns the acknowledged messages that the archive lacks, and the number of all that were acknowledged. */
function lostOf(
  outboxes: readonly Outbox[],
  received: Awaited<ReturnType<typeof waitUntilProcessed>>['received'],
): { lost: readonly string[]; acknowledged: number } {
  const inArchive = new Set(
    received.map(({ thing, payload }) => `${thing} ${Buffer.from(payload).toString('base64')}`),
  );
  const acknowledged = outboxes.flatMap(({ thing, acknowledged: own }) =>
    own.map((each) => `${thing} ${each}`),
  );
  return {
    lost: acknowledged.filter((each) => !inArchive.has(each)),
    acknowledged: acknowledged.length,
  };
}

/** Lets devices send, some at a time, until the given number of messages is through or the run is gone. */
async function sendMany(
  outboxes: readonly Outbox[],
  { running: { mqttPort } }: BreakableRun,
  folder: string,
  chance: ReturnType<typeof chanceOf>,
  most: number,
): Promise<void> {
  const left = outboxes.filter(({ waiting }) => waiting.length > 0);
  const before = outboxes.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  const isEnough = (): boolean =>
    outboxes.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0) - before >= most;
  const sendSome = async (): Promise<void> => {
    while (left.length > 0 && !isEnough()) {
      const [outbox] = left.splice(chance.below(left.length), 1) as [Outbox];
      try {
        await sendFrom(outbox, folder, mqttPort);
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendSome));
}
