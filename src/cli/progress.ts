import { SingleBar } from 'cli-progress';

const afterMs = 2000;

type Progress = { update(done: number): void; stop(): void };

/** Shows a progress bar on a terminal if the work takes longer than two seconds. */
export function startProgress(total: number, what: string): Progress {
  const bar = new SingleBar({ format: `{bar} {percentage} % of {total} ${what}`, hideCursor: true });
  const beginning = Date.now();
  let shown = false;
  return {
    update(done) {
      if (!shown && process.stderr.isTTY && Date.now() - beginning > afterMs) {
        bar.start(total, done);
        shown = true;
      }
      if (shown) bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
