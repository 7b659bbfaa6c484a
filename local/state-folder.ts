import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  statfsSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from './startup-error.ts';
import { writeWhole } from './write-whole.ts';

/** The marker file that identifies a folder as the state of a local run, and its layout version. */
const markerName = 'coldwatch-state.json';
/** Incremented when a release cannot use the folder of the previous one. */
const layout = 1;
/** A run with its demonstration writes about ten megabytes. */
const leastFreeBytes = 50 * 1024 * 1024;

/** A state folder that this run uses exclusively until it is released. */
type StateFolder = { readonly folder: string; release(): void };

/**
 * Takes the state folder of a run for exclusive use and creates it where necessary; `fresh` empties an existing state
 * folder first.
 *
 * @throws {StartupError} When the folder belongs to something else or another release, is in use, or cannot be written.
 */
export function takeStateFolder(asked: string, { fresh }: { fresh: boolean }): StateFolder {
  // Two paths may name the same folder.
  const folder = existsSync(asked) ? realpathSync(asked) : asked;
  const lock = inOneSentence(folder, () => {
    mkdirSync(dirname(folder), { recursive: true });
    return lockFile(folder);
  });
  try {
    inOneSentence(folder, () => {
      const isOurs = checkMarker(folder, fresh);
      if (isOurs && fresh) rmSync(folder, { recursive: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Also for an existing folder, because it contains keys and passwords.
      chmodSync(folder, 0o700);
      const { bavail, bsize } = statfsSync(folder);
      if (bavail * bsize < leastFreeBytes)
        throw new StartupError(
          `the disk of ${folder} has ${Math.floor((bavail * bsize) / 1024 / 1024)} MB left, and a run needs ${leastFreeBytes / 1024 / 1024}; free some, or give a folder of another disk with --state DIR`,
        );
      writeWhole(join(folder, markerName), `${JSON.stringify({ product: 'coldwatch', layout })}\n`);
    });
  } catch (error) {
    lock.release();
    throw error;
  }
  return { folder, release: () => lock.release() };
}

/** Returns whether the folder is a state folder; throws where it contains something else or has another layout. */
function checkMarker(folder: string, fresh: boolean): boolean {
  if (!existsSync(folder)) return false;
  if (!statSync(folder).isDirectory())
    throw new StartupError(`${folder} is a file; give a folder with --state DIR`);
  if (statSync(folder).uid !== process.getuid?.())
    throw new StartupError(
      `${folder} belongs to somebody else, who could read it; give another with --state DIR`,
    );
  const marker = join(folder, markerName);
  const found = layoutIn(marker);
  if (found === null) {
    if (readdirSync(folder).length === 0) return false;
    throw new StartupError(
      `${folder} contains files but no ${markerName} that marks them as the state of a local run, so nothing in it is touched. Give an empty or a new folder with --state DIR; if it is the state of a release before 0.3, remove it yourself`,
    );
  }
  if (found !== layout && !fresh)
    throw new StartupError(
      `${folder} is the state of another release (layout ${found}, this one has ${layout}); start with --fresh to discard it, or give another folder with --state DIR`,
    );
  return true;
}

/** Returns the layout version in a marker; null where the file is not a marker, whatever its name. */
function layoutIn(marker: string): number | null {
  try {
    const { product, layout: found } = JSON.parse(readFileSync(marker, 'utf8')) as Record<string, unknown>;
    return product === 'coldwatch' && typeof found === 'number' ? found : null;
  } catch {
    return null;
  }
}

/**
 * The lock file is next to the folder, so that emptying the folder is protected by it too; the lock ends with the
 * process.
 */
function lockFile(folder: string): { release(): void } {
  const path = join(dirname(folder), `${basename(folder)}.lock`);
  const database = new DatabaseSync(path);
  try {
    // A user who cannot open the file cannot lock it against us.
    if (existsSync(path)) chmodSync(path, 0o600);
    database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    chmodSync(path, 0o600);
  } catch (cause) {
    database.close();
    if (!/lock|busy/i.test((cause as Error).message)) throw cause;
    throw new StartupError(
      `another run uses the state folder ${folder}; stop it, or give this one its own with --state DIR`,
      { cause },
    );
  }
  // The file is not deleted: another process could be opening it at that moment.
  return { release: () => database.close() };
}

/** Turns a file system error into a sentence that says what to do. */
function inOneSentence<Value>(folder: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw new StartupError(
      `the state folder ${folder} cannot be written (${(cause as Error).message}); give another with --state DIR`,
      { cause },
    );
  }
}
