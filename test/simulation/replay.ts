import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { startSimulators, unspell } from './run-seeds.ts';

/** Simulates one world again and says what does not hold in it. True where all does. */
export async function replay(word: string): Promise<boolean> {
  const asked = unspell(word);
  if (asked === null)
    throw new RangeError(
      `--replay ${word}: must be as 312/1/6/crash+lost+texts+fences+disorder+people, as a failing seed is printed`,
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
      if (holds) console.log('Everything holds.');
    },
  );
  await simulators.stop();
  return holds;
}
