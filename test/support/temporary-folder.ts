import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All temporary files of a run of the tests lie in one folder, which goes with the run, whatever left them there. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
