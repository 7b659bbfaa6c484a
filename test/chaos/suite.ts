import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDeployment } from '../../src/cli/deployment.ts';
import { chanceOf } from '../proof/chance.ts';
import { type Suite, must } from '../proof/check.ts';
import { hearAll, settled } from './aftermath.ts';
import { type BreakableRun, startBreakable } from './breakable-run.ts';
import { type Outbox, letIn, prepareFleet, sendFrom } from './fleet.ts';

/** So many devices send at once between two kills. */
const atOnce = 16;

/** Ends the local run, and parts of it, at random moments under load, and holds what is left against what was acknowledged. */
export const suite: Suite = {
  name: 'kills',
  title: 'Nothing lost, nothing doubled: the local run, killed under load',
  async prove({ isQuick, say }) {
    const [wholeKills, partKills, devices, messagesEach] = isQuick ? [3, 12, 40, 20] : [40, 160, 200, 25];
    const chance = chanceOf(`kills ${Date.now()}`);
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-kills-'));
    let run: BreakableRun | null = null;
    let wholes = 0;
    let parts = 0;
    try {
      run = await startBreakable(folder);
      await hearAll(run.running);
      const { shipments, outboxes } = await prepareFleet(localDeployment(run.running).database, chance, {
        devices,
        messagesEach,
        now: Date.now(),
      });
      await letIn(folder, outboxes);
      const total = outboxes.reduce((sum, { waiting }) => sum + waiting.length, 0);
      for (let epoch = 0; epoch < wholeKills; epoch++) {
        const load = sendMany(outboxes, run, folder, chance, Math.ceil(total / wholeKills));
        const partsNow = Math.round(partKills / wholeKills);
        for (let part = 0; part < partsNow; part++) {
          await sleep(chance.between(50, 500));
          const victim = chance.pick(['function', 'function', 'queue'] as const);
          // A function's threads may all be gone for a moment.
          while (!(await run.kill(victim, chance.between(50, 400)))) await sleep(50);
          parts++;
        }
        await sleep(chance.between(0, 600));
        if (await run.killAll()) wholes++;
        // Some connections never hear that the other side is gone.
        await Promise.race([load, sleep(3000)]);
        run = await startBreakable(folder);
        if ((epoch + 1) % Math.ceil(wholeKills / 4) === 0)
          say(`killed ${epoch + 1} times, parts ${parts} times`);
      }
      // What a device has not heard to be taken it sends again, until it has.
      for (const outbox of outboxes)
        while (outbox.waiting.length > 0) await sendFrom(outbox, folder, run.running.mqttPort);
      say('all is sent; waiting until all is handled and told');
      const { violations, received, published } = await settled(run.running, folder, shipments);
      const inArchive = new Set(
        received.map(({ thing, payload }) => `${thing} ${Buffer.from(payload).toString('base64')}`),
      );
      const acknowledged = outboxes.flatMap(({ thing, acknowledged: own }) =>
        own.map((each) => `${thing} ${each}`),
      );
      const gone = acknowledged.filter((each) => !inArchive.has(each));
      for (const each of gone.slice(0, 3)) say(`not in the archive: ${each}`);
      const lost = gone.length;
      return {
        checks: [
          must(
            'Killed by SIGKILL, and started again',
            `${wholes} times`,
            `${wholeKills} times`,
            wholes === wholeKills,
          ),
          must(
            'Parts ended: a function’s thread, or the queue cut off from everybody',
            `${parts} times`,
            `${partKills} times`,
            parts === partKills,
          ),
          must(
            'Every acknowledged message is in the archive',
            `${lost} of ${acknowledged.length} are not`,
            'none',
            lost === 0 && acknowledged.length >= total,
          ),
          must(
            'Every message is in the journal once; every verdict is that of the offline judge, byte for byte; every transition is in the ledger once; every notification came, under one id',
            violations.length === 0
              ? `${shipments.length} shipments, ${published} notifications: all as it should be`
              : violations.slice(0, 5).join('; '),
            'nothing else',
            violations.length === 0 && published > 0,
          ),
        ],
        beside:
          'The queue shares the process of the local run: a part’s end cuts all of its connections and refuses new ones for up to 0.4 s; it dies by SIGKILL with the whole.',
      };
    } finally {
      await run?.killAll().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Lets devices send, some at a time, until so many messages are through or the run is gone. */
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
        // The run is gone.
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendSome));
}
