import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { startSimulators, parseReplayWord } from './run-seeds.ts';

/** Simulates one world again and prints its violations. Returns true if there are none. */
export async function replay(word: string): Promise<boolean> {
  const asked = parseReplayWord(word);
  if (asked === null)
    throw new RangeError(
      `--replay ${word}: must look like 312/1/6/crash+lost+texts+fences+disorder+people, as printed for a failing seed`,
    );
  const simulators = await startSimulators(shapesOfTemplate(), null, 1);
  let holds = true;
  await simulators.run(
    [asked.seed],
    asked.size,
    ({ violations, messages, entries, crashes, faults, trace }) => {
      holds = violations.length === 0;
      console.log(
        `${messages} messages, ${entries} ledger entries, ${crashes} crashes, ${JSON.stringify(faults)}, trace ${trace}`,
      );
      for (const violation of violations) console.log(`  ${violation}`);
      if (holds) console.log('No violations.');
    },
  );
  await simulators.stop();
  return holds;
}
