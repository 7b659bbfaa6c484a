import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts all temporary files of a test run into one folder, which is deleted after the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
